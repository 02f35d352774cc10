/** How long a talk waits for what is missing, and when a step that failed is tried again. */

import { describe, expect, it } from 'vitest'
import type { Talk } from '../../src/archive/talk-intake.ts'
import { isStuckAt, retryAtMs, sealsAtMs } from '../../src/archive/talk-timing.ts'

const whole: Talk = {
  clip: 'c',
  firstSlot: 0,
  endSlot: 100,
  runs: [[0, 100, true]],
  bytes: 0,
  ended: true,
  sealed: false,
  continues: null,
}

describe('a talk becomes a clip', () => {
  it('at once when nothing is missing', () => {
    expect(sealsAtMs(whole, 1_000)).toBe(1_000)
  })

  it('after a second when it is no more than a word, which may go on', () => {
    expect(sealsAtMs({ ...whole, endSlot: 98, runs: [[0, 98, true]] }, 1_000)).toBe(2_000)
  })

  it('after half a minute when something is missing in it', () => {
    const broken: Talk = { ...whole, runs: [[0, 50, true] as const, [80, 100, false] as const] }
    expect(sealsAtMs(broken, 1_000)).toBe(31_000)
  })

  it('after two minutes when its end has not come', () => {
    expect(sealsAtMs({ ...whole, ended: false }, 1_000)).toBe(121_000)
  })
})

describe('a step that failed', () => {
  it('is tried again after twice the time before, up to five minutes, half of it by chance', () => {
    const waits = (random: number) => [1, 2, 3, 9, 10, 10_000].map((attempts) => retryAtMs({ attempts }, 0, random))
    expect(waits(1)).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000])
    expect(waits(0)).toEqual([500, 1_000, 2_000, 128_000, 150_000, 150_000])
  })

  it('is tried again at a whole millisecond, which is all that the outbox can tell', () => {
    const times = [0.1, 0.333, 0.7].map((random) => retryAtMs({ attempts: 1 }, 0, random))
    expect(times).toEqual([550, 667, 850])
  })

  it('is shown to the owner after a day', () => {
    const day = 24 * 3_600_000
    expect(isStuckAt({ failingSinceMs: 5 }, day)).toBe(false)
    expect(isStuckAt({ failingSinceMs: 5 }, day + 5)).toBe(true)
    expect(isStuckAt({ failingSinceMs: null }, day)).toBe(false)
  })
})
