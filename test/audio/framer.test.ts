/** Cutting the stream into frames. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Framer } from '../../src/audio/framer.ts'
import { FRAME_SAMPLES } from '../../src/audio/pcm.ts'

/** Samples that tell their own place: exact in 32-bit floats. */
const counting = (length: number) => Float32Array.from({ length }, (_, index) => index)

it('hands over a frame when its last sample has come, and not before', () => {
  const framer = new Framer()
  const frames: number[] = []
  const push = (samples: number) => framer.push(new Float32Array(samples), () => frames.push(samples))
  push(FRAME_SAMPLES - 1)
  expect(frames).toEqual([])
  push(1)
  expect(frames).toEqual([1])
})

it('loses, doubles and moves no sample, however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 30 }), (lengths) => {
      const stream = counting(lengths.reduce((sum, length) => sum + length, 0))
      const framer = new Framer()
      const out: number[] = []
      let at = 0
      for (const length of lengths) {
        framer.push(stream.subarray(at, at + length), (frame) => out.push(...frame))
        at += length
      }
      const whole = stream.length - (stream.length % FRAME_SAMPLES)
      expect(out).toEqual([...stream.subarray(0, whole)])
    }),
    { numRuns: 50 },
  )
})

it('puts two channels into one frame, sample by sample, and goes on where the frame was when it turns to that', () => {
  const framer = new Framer()
  const frames: number[][] = []
  const left = counting(2 * FRAME_SAMPLES)
  const right = left.map((sample) => -sample)
  framer.push(left.subarray(0, 100), (frame) => frames.push([...frame]))
  framer.channels = 2
  framer.push(left.subarray(100), (frame) => frames.push([...frame]), right.subarray(100))
  expect(frames.map(({ length }) => length)).toEqual([2 * FRAME_SAMPLES, 2 * FRAME_SAMPLES])
  expect(frames[0]?.slice(198, 202)).toEqual([99, 99, 100, -100])
  expect(frames[1]?.slice(0, 2)).toEqual([FRAME_SAMPLES, -FRAME_SAMPLES])
})
