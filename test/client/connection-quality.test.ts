/** Round trips in words. */

import { beforeEach, expect, it } from 'vitest'
import { ConnectionQuality } from '../../src/client/connection-quality.ts'

let quality: ConnectionQuality
beforeEach(() => {
  quality = new ConnectionQuality()
})

it('is good before anything is known to the contrary', () => {
  expect(quality.now).toEqual({ rttMs: undefined, quality: 'good' })
})

it.each([
  [100, 'good'],
  [101, 'fair'],
  [300, 'fair'],
  [301, 'poor'],
] as const)('at %i ms is %s', (rttMs, word) => {
  quality.pong(rttMs)
  expect(quality.now).toEqual({ rttMs, quality: word })
})

it('is not changed by one late pong among five', () => {
  for (const rttMs of [40, 45, 900, 42, 41]) quality.pong(rttMs)
  expect(quality.now).toEqual({ rttMs: 42, quality: 'good' })
})

it('follows a line that has changed', () => {
  for (const rttMs of [40, 40, 40, 40, 40, 400, 400, 400]) quality.pong(rttMs)
  expect(quality.now).toEqual({ rttMs: 400, quality: 'poor' })
})

it('is poor on a line that stalls, until the next pong', () => {
  quality.pong(40)
  quality.stall()
  expect(quality.now).toEqual({ rttMs: 40, quality: 'poor' })
  quality.pong(50)
  expect(quality.now.quality).toBe('good')
})
