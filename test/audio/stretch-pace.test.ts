/** How fast a delay may come back. A steady voice is played in packets of 20 ms that are all late, or early, by as much. */

import { describe, expect, it } from 'vitest'
import { StretchPace } from '../../src/audio/stretch-pace.ts'
import { TimeStretch } from '../../src/audio/time-stretch.ts'
import { noise, sine } from '../support/tone.ts'

const SECONDS = 10
const voice = sine(125, 0.5, 48_000)

/** Plays `sound` over and over; returns how many ms were added in a second, by the second. */
function added(surplusMs: number, sound = voice): number[] {
  const stretch = new TimeStretch()
  const pace = new StretchPace()
  const heard = new Float32Array(4_800)
  return Array.from({ length: SECONDS }, () => {
    let samples = 0
    for (let from = 0; from < 48_000; from += 960) {
      stretch.append(sound.subarray(from, from + 960))
      samples += pace.adjust(stretch, surplusMs, 960)
      stretch.read(heard, 0, stretch.unread)
    }
    return samples / 48
  })
}

const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length

describe('speech', () => {
  it('that is a little late runs a tenth faster at most', () => {
    expect(mean(added(20))).toBeLessThan(-80)
    expect(Math.min(...added(20).slice(1))).toBeGreaterThanOrEqual(-108)
  })

  it('that is far behind runs a quarter faster at most', () => {
    expect(mean(added(300))).toBeLessThan(-200)
    expect(Math.min(...added(300).slice(1))).toBeGreaterThanOrEqual(-258)
  })

  it('that is early runs a tenth slower at most', () => {
    expect(mean(added(-30))).toBeGreaterThan(80)
    expect(Math.max(...added(-30).slice(1))).toBeLessThanOrEqual(108)
  })

  it('that is on time, by 5 ms, is left alone', () => {
    expect(mean(added(4))).toBe(0)
    expect(mean(added(-4))).toBe(0)
  })
})

describe('what has no periods', () => {
  it('is left alone, but for an emergency, and then for half a second', () => {
    const hiss = noise(0.1, 48_000)
    expect(mean(added(20, hiss))).toBe(0)
    const [first, second] = added(300, hiss)
    expect(first).toBeGreaterThan(-150)
    expect(second).toBeLessThan(-200)
  })
})

describe('a pause', () => {
  it('gives way at once', () => {
    expect(mean(added(300, noise(0.001, 48_000)))).toBeLessThan(-700)
  })
})
