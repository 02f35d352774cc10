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
