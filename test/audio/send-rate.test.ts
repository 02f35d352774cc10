/** How a client finds the way to send that its line carries. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIRST_STEP, MUSIC_LADDER, SEND_LADDER, wireRate } from '../../src/audio/send-ladder.ts'
import { SendRate, type SendSigns } from '../../src/audio/send-rate.ts'

/** A line and its pings, one a second. */
class Course {
  readonly rate = new SendRate(0)
  nowMs = 0

  pongs(rttMs: number, count = 1, signs: Partial<SendSigns> = {}) {
    const judgements = []
    for (let at = 0; at < count; at += 1) {
      this.nowMs += 1_000
      judgements.push(this.rate.take({ rttMs, captured: 50, dropped: 0, isCrowded: false, ...signs }, this.nowMs))
    }
    return judgements
  }

  get step(): number {
    return SEND_LADDER.indexOf(this.rate.step)
  }
}

describe('music', () => {
  it('begins at its full rate, and a voice after it at a voice’s', () => {
    const line = new Course()
    line.pongs(40, 5)
    expect(line.rate.turnTo('music', line.nowMs)).toBe(true)
    expect(line.rate.step).toEqual({ bitrate: 96_000, messageMs: 20 })
    expect(line.rate.turnTo('music', line.nowMs)).toBe(false)
    line.rate.turnTo('voice', line.nowMs)
    expect(line.step).toBe(FIRST_STEP)
  })

  it('asks no more of a line that is known to be narrow than the voice did', () => {
    const line = new Course()
    line.pongs(40, 3)
    line.pongs(160, 2)
    const carried = wireRate(line.rate.step)
    expect(line.step).toBeLessThan(FIRST_STEP)
    line.rate.turnTo('music', line.nowMs)
    expect(wireRate(line.rate.step)).toBeLessThanOrEqual(carried)
    line.rate.turnTo('voice', line.nowMs)
    expect(wireRate(line.rate.step)).toBeLessThanOrEqual(carried)
  })

  it('goes down when its queue grows, and up again when the line is clear', () => {
    const line = new Course()
    line.rate.turnTo('music', 0)
    line.pongs(40, 3)
    line.pongs(120, 2)
    expect(line.rate.step).toBe(MUSIC_LADDER.at(-2))
    line.pongs(40, 60)
    expect(line.rate.step).toBe(MUSIC_LADDER.at(-1))
  })

  it('goes down to what most lines carry while somebody does not receive it', () => {
    const line = new Course()
    line.rate.turnTo('music', 0)
    line.pongs(40, 10, { isCrowded: true })
    expect(line.rate.step).toEqual({ bitrate: 64_000, messageMs: 40 })
    line.pongs(40, 100)
    expect(line.rate.step).toBe(MUSIC_LADDER.at(-1))
  })
})

describe('down', () => {
  it('goes when a queue grows: a fifth above the best round trip', () => {
    const line = new Course()
    line.pongs(200, 5)
    line.pongs(245, 2)
    expect(line.step).toBe(FIRST_STEP - 1)
  })

  it('does not go for what a busy device alone does', () => {
    const line = new Course()
    line.pongs(10, 5)
    line.pongs(34, 5)
    expect(line.step).toBe(FIRST_STEP)
  })

  it('does not go for a stall, which brings everything at once and is over', () => {
    const line = new Course()
    line.pongs(40, 5)
    for (let count = 0; count < 10; count += 1) {
      line.pongs(1_200)
      line.pongs(40, 3)
    }
    expect(line.step).toBeGreaterThanOrEqual(FIRST_STEP)
  })

  it('goes further at once the deeper the queue is, and has the queue drain', () => {
    const line = new Course()
    line.pongs(40, 3)
    expect(line.pongs(1_100, 2).at(-1)).toEqual({ hasChanged: true, drainMs: 1_060 })
    expect(line.step).toBe(FIRST_STEP - 4)
  })

  it('waits for what it has done to show', () => {
    const line = new Course()
    line.pongs(40, 3)
    line.pongs(200, 2)
    const after = line.step
    line.pongs(200, 1)
    expect(line.step).toBe(after)
    line.pongs(200, 1)
    expect(line.step).toBeLessThan(after)
  })

  it('goes when more than 5 % was too old to be sent', () => {
    const line = new Course()
    line.pongs(40, 3, { dropped: 2 })
    expect(line.step).toBe(FIRST_STEP)
    line.pongs(40, 1, { dropped: 3 })
    expect(line.step).toBe(FIRST_STEP - 1)
  })
})

describe('up', () => {
  it('goes after ten seconds of a clear line', () => {
    const line = new Course()
    line.pongs(40, 3)
    line.pongs(100, 2)
    line.pongs(40, 9)
    expect(line.step).toBe(FIRST_STEP - 1)
    line.pongs(40, 1)
    expect(line.step).toBe(FIRST_STEP)
  })

  it('goes above the first step only on a line that has been clear for half a minute, and not in a crowd', () => {
    const [clear, crowd] = [new Course(), new Course()]
    clear.pongs(40, 29)
    expect(clear.step).toBe(FIRST_STEP)
    clear.pongs(40, 2)
    expect(clear.step).toBe(FIRST_STEP + 1)
    clear.pongs(40, 2, { isCrowded: true })
    expect(clear.step).toBe(FIRST_STEP)
    crowd.pongs(40, 300, { isCrowded: true })
    expect(crowd.step).toBe(FIRST_STEP)
  })

  it('is taken back at the first queue behind it, which may be a stall: by no more than itself, and nothing is thrown away', () => {
    const line = new Course()
    line.pongs(40, 3)
    line.pongs(160, 2)
    const low = line.step
    while (line.step === low) line.pongs(40)
    expect(line.pongs(1_040)).toEqual([{ hasChanged: true, drainMs: 0 }])
    expect(line.step).toBe(low)
    line.pongs(40, 5)
    expect(line.step).toBe(low)
  })

  it('is tried more seldom each time that it had to be taken back', () => {
    const line = new Course()
    line.pongs(40, 3)
    const climbs: number[] = []
    for (let second = 0; second < 400; second += 1) {
      const before = line.step
      line.pongs(before >= FIRST_STEP ? 120 : 40) // it carries one step less than the first
      if (line.step > before) climbs.push(line.nowMs)
    }
    const waits = climbs.slice(1).map((at, index) => at - (climbs[index] ?? 0))
    expect(waits.length).toBeGreaterThan(2)
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(waits.at(-1)).toBeGreaterThan(100_000)
  })
})

it('learns a longer route within two minutes, and does not take it for a queue any more', () => {
  const line = new Course()
  line.pongs(40, 10)
  line.pongs(150, 130)
  const learned = line.step
  line.pongs(150, 60)
  expect(line.step).toBeGreaterThan(learned)
})

it('forgets the round trips of another line', () => {
  const line = new Course()
  line.pongs(20, 10)
  line.rate.lineChanged(line.nowMs)
  line.pongs(300, 10)
  expect(line.step).toBe(FIRST_STEP)
})

it('stays on the ladder whatever the line does', () => {
  const signs = fc.record({
    rttMs: fc.integer({ min: 0, max: 20_000 }),
    captured: fc.integer({ min: 0, max: 50 }),
    dropped: fc.integer({ min: 0, max: 50 }),
    isCrowded: fc.boolean(),
    afterMs: fc.integer({ min: 0, max: 90_000 }),
  })
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 200 }), (course) => {
      const rate = new SendRate(0)
      let nowMs = 0
      for (const { afterMs, ...sign } of course) {
        nowMs += afterMs
        const { drainMs } = rate.take(sign, nowMs)
        expect(drainMs).toBeGreaterThanOrEqual(0)
        expect(SEND_LADDER).toContain(rate.step)
      }
    }),
  )
})
