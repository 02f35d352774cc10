/** The target on lines whose every half-second is known. Packets are 20 ms long; slot 0 is captured at 0 ms. */

import { beforeEach, describe, expect, it } from 'vitest'
import { AdaptivePlayoutDelay, LEAST_DELAY_MS, MOST_DELAY_MS } from '../../src/audio/adaptive-delay.ts'

const MARGIN_MS = 3
let delay: AdaptivePlayoutDelay
let sentMs: number

beforeEach(() => {
  delay = new AdaptivePlayoutDelay()
  sentMs = 0
})

/** `seconds` of talk in which one packet of every `everyMs` takes `lateMs` longer; returns the largest target. */
function talk(seconds: number, everyMs = 1e9, lateMs = 0): number {
  let most = 0
  for (const end = sentMs + seconds * 1_000; sentMs < end; sentMs += 20) {
    delay.arrived(sentMs / 10, sentMs + 50 + (sentMs % everyMs === 0 && sentMs > 0 ? lateMs : 0))
    most = Math.max(most, delay.targetMs)
  }
  return most
}

it('begins with what three frames to a message need, and is at its least after three seconds', () => {
  delay.arrived(0, 50)
  expect(delay.targetMs).toBe(40)
  talk(3.1)
  expect(delay.targetMs).toBe(LEAST_DELAY_MS)
})

describe('rising', () => {
  it('takes three half-seconds in three seconds, and no more', () => {
    talk(20)
    expect(talk(0.9, 500, 100)).toBe(LEAST_DELAY_MS)
    expect(talk(0.5, 500, 100)).toBe(100 + MARGIN_MS)
  })

  it('takes more than one half-second in twenty, when they are far apart', () => {
    talk(60)
    expect(talk(60, 12_000, 100)).toBe(LEAST_DELAY_MS)
    expect(talk(60, 8_000, 100)).toBe(100 + MARGIN_MS)
  })

  it('ends where nobody would talk', () => {
    expect(talk(60, 500, 340)).toBe(MOST_DELAY_MS)
  })

  it('does not follow stalls that no delay would cover', () => {
    talk(60)
    expect(talk(60, 2_000, 900)).toBe(LEAST_DELAY_MS)
  })
})

describe('falling', () => {
  it('waits for one half-second in forty: between the two shares the target stays', () => {
    talk(120, 6_000, 100)
    const before = delay.targetMs
    expect(before).toBe(100 + MARGIN_MS)
    talk(120, 14_000, 100)
    expect(delay.targetMs).toBe(before)
    talk(120, 30_000, 100)
    expect(delay.targetMs).toBe(LEAST_DELAY_MS)
  })

  it('is by 20 ms a second', () => {
    talk(60, 500, 100)
    talk(58)
    expect(delay.targetMs).toBe(100 + MARGIN_MS)
    talk(3)
    const before = delay.targetMs
    talk(1)
    expect(before - delay.targetMs).toBeCloseTo(20, 6)
  })
})
