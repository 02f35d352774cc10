/** What is made up fades; the decoder's samples are ones throughout. */

import { beforeEach, expect, it } from 'vitest'
import { ConcealmentFade } from '../../src/audio/concealment-fade.ts'

const SLOT = 480
let fade: ConcealmentFade

beforeEach(() => {
  fade = new ConcealmentFade()
})

const madeUp = (slots: number) =>
  Array.from({ length: slots }, () => {
    const samples = new Float32Array(SLOT).fill(1)
    fade.fade(samples)
    return samples.at(-1)
  })

function sent(): Float32Array {
  const samples = new Float32Array(960).fill(1)
  fade.restore(samples)
  return samples
}

it('60 ms sound in full, 100 ms have faded out', () => {
  expect(madeUp(6)).toEqual([1, 1, 1, 1, 1, 1])
  const [, half, , none] = madeUp(4)
  expect(half).toBeCloseTo(0.5, 5)
  expect(none).toBe(0)
})

it('what was sent comes back within 5 ms, without a step', () => {
  madeUp(8)
  const samples = sent()
  expect(samples[0]).toBeCloseTo(0.5, 2)
  expect(samples[240]).toBe(1)
  expect(samples.every((sample, index) => index === 0 || sample - (samples[index - 1] ?? 0) < 0.005)).toBe(true)
})

it('what was sent and followed nothing made up is left as it is', () => {
  madeUp(2)
  expect(sent().every((sample) => sample === 1)).toBe(true)
})

it('a fade that was interrupted begins anew', () => {
  madeUp(8)
  sent()
  expect(madeUp(6).at(-1)).toBe(1)
})
