/** How clients are asked to send, as crowds grow and shrink. */

import { describe, expect, it } from 'vitest'
import { type HeardMessageMs, heardMessageMs, reportEveryMs } from '../../src/relay/pacing.ts'

const arrivals = (heard: number, waiting: number, messageMs: number) => (heard * 1_000) / messageMs + waiting * 5

describe('[C30] the heard', () => {
  it.each([
    [2, 0, 20],
    [16, 0, 20],
    [16, 100, 40],
    [16, 180, 60],
    [4, 46, 20],
  ])('%i speakers while %i wait send %i ms in a message', (heard, waiting, messageMs) => {
    expect(heardMessageMs(heard, waiting, 20)).toBe(messageMs)
  })

  it('bring no more than 1,000 messages a second with those who wait, while shorter messages would', () => {
    for (let waiting = 0; waiting <= 130; waiting += 1) {
      expect(arrivals(16, waiting, heardMessageMs(16, waiting, 20))).toBeLessThanOrEqual(1_000)
    }
  })

  it('are not told to and fro by one more or less who waits', () => {
    let messageMs: HeardMessageMs = 20
    let changes = 0
    for (let step = 0; step < 100; step += 1) {
      const next = heardMessageMs(16, step % 2 === 0 ? 40 : 41, messageMs)
      if (next !== messageMs) changes += 1
      messageMs = next
    }
    expect(changes).toBeLessThanOrEqual(1)
  })
})

describe('[C30] reports', () => {
  it.each([2, 10, 200, 1_000, 2_500])('of a room of %i stay within 50 a second, each 2 s apart', (members) => {
    const everyMs = reportEveryMs(members)
    expect(everyMs).toBeGreaterThanOrEqual(2_000)
    expect((members * 1_000) / everyMs).toBeLessThanOrEqual(50)
  })
})
