/** When a listener is told that they hear the others late. */

import { expect, it } from 'vitest'
import { Lag } from '../../../web/room/statistics/lag.ts'
import { speakerFigures } from '../../support/room-figures.ts'

/** What is told second by second; null is a second in which nobody speaks. */
function told(...lags: (number | null)[]): number[] {
  const lag = new Lag()
  return lags.map((lagMs, second) =>
    lag.push({
      atMs: second * 1_000,
      lagMs: lagMs ?? 0,
      speakers: [speakerFigures({ isPlaying: lagMs !== null })],
    }),
  )
}

it('is told after three seconds of it, and follows', () => {
  expect(told(400, 410, 420, 430, 440)).toEqual([0, 0, 0, 430, 440])
})

it('is not told of 300 ms, nor of a stall that is over in between', () => {
  expect(told(300, 300, 300, 300, 300)).toEqual([0, 0, 0, 0, 0])
  expect(told(400, 400, 200, 400, 400, 400)).toEqual([0, 0, 0, 0, 0, 0])
})

it('goes when it has been better for as long', () => {
  expect(told(400, 400, 400, 400, 90, 90, 90, 90)).toEqual([0, 0, 0, 400, 400, 400, 400, 0])
})

it('stays on a line that is better for a moment', () => {
  expect(told(400, 400, 400, 400, 90, 500)).toEqual([0, 0, 0, 400, 400, 500])
})

it('outlasts a breath, and goes when nobody has spoken for ten seconds', () => {
  const silence = Array.from({ length: 10 }, () => null)
  const heard = told(400, 400, 400, 400, ...silence, 400)
  expect(heard.slice(4, 13)).toEqual(Array.from({ length: 9 }, () => 400))
  expect(heard.slice(13)).toEqual([0, 0])
})
