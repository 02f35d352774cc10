/**
 * The trials of bench/trials at their small size: what must hold whatever the machine does meanwhile. Their figures at full
 * size are a bench's. These mostly wait, and run beside each other; those that load the machine are in test/alone.
 */

import { describe, expect, it } from 'vitest'
import { heal } from '../../bench/trials/heal.ts'
import { kill } from '../../bench/trials/kill.ts'
import { messages } from '../../bench/trials/messages.ts'
import { openMics } from '../../bench/trials/open-mics.ts'
import { resumeSignals } from '../../bench/trials/resume-signals.ts'
import { rotation } from '../../bench/trials/rotation.ts'
import { stall } from '../../bench/trials/stall.ts'

const SEED = 1
const options = { size: 'small', seed: SEED, progress: () => {} } as const

describe.concurrent('a room', () => {
  it('[W25] [C31] sends no audio to a listener who stops reading, and live audio as soon as they are back', async () => {
    const figures = await stall(options)
    expect(figures.closes).toBe(0)
    expect(figures.bufferedBytes).toBeLessThanOrEqual(65_536)
    expect(figures.backlogPackets).toBeGreaterThan(0)
    // 3 s after the last pong; the rest is what a busy machine may add. The stall lasts 6 s.
    expect(figures.lastSentMs).toBeLessThan(5_000)
    expect(figures.toldUnheard).toBe(figures.talking)
    // Without the ping's help it would be a second more, and with a backlog to play it would be never.
    expect(figures.liveAfterMs).toBeLessThan(3_000)
    for (const { packets, expected } of [figures.before, figures.during]) {
      expect(expected).toBeGreaterThan(0)
      expect(packets / expected).toBeGreaterThan(0.9)
    }
  })

  it('[R3] [R5] [R8] [R10] has everybody back after it was killed: numbers, states and log whole, and no ghosts', async () => {
    const { back, roster, log, ...figures } = await kill(options)
    expect(back.returned).toBe(back.expected)
    expect(Object.keys(back.attempts).sort()).toEqual(['in', 'unreachable'])
    expect(back.lostAgain).toBe(0)
    expect(back.mostInOneMs).toBeLessThan(back.expected)
    expect(roster).toEqual({ members: back.expected, duplicates: 0, ghosts: 0, missing: 0, misdescribed: 0 })
    expect(log).toMatchObject({ differing: 0, gaps: 0, doubles: 0, lost: 0 })
    expect(log.length).toBeGreaterThan(20)
    expect([figures.renumbered, figures.deaf]).toEqual([0, 0])
  })

  it('[W23] [C30] hears as many as it has places, lets them finish, and is not taken in by whoever claims to be loudest', async () => {
    const { places, talking, liar, ...figures } = await openMics(options)
    expect(figures.closes).toBe(0)
    // Heard ones send up to 50 messages a second, the others 5; all of them unasked would send 600. After a moment without
    // the processor a second brings what the one before it did not.
    expect(figures.mostArrivalsPerSecond).toBeLessThan(2.5 * (places * 50 + (talking - places) * 5))
    expect(figures.mostAtOnce).toBeLessThanOrEqual(places)
    expect(figures.speakersHeard).toBeGreaterThan(places)
    // 3 s by the room's clock; what is late at the end of a stay was said before it, and is not heard in it.
    expect(figures.shortestStayMs).toBeGreaterThan(2_000)
    expect(liar.stays).toBeGreaterThan(0)
    expect(liar.heardShare).toBeLessThan(0.95)
  })

  it('[C11] keeps signals for whoever comes back, and tells the sender of those that it cannot deliver', async () => {
    const figures = await resumeSignals(options)
    expect(figures.received).toBe(figures.sent)
    expect([figures.inOrder, figures.behindWelcome]).toEqual([true, true])
    expect(figures.refusedAtOnce).toBe(figures.tooMany)
    expect(figures.reportedLost).toBe(figures.toTheLost)
    expect(figures.refusedWithinMs).toBeLessThan(figures.reportedAfterMs)
    expect(figures.reportedAfterMs).toBeGreaterThan(10_000)
  })

  it('[C40] [R4] keeps everybody in while the signing key is replaced, and refuses what the old one signed', async () => {
    const { log, ...figures } = await rotation(options)
    expect(figures.renewed).toBe(figures.members)
    for (const { back } of [figures.sameKeys, figures.keyAdded, figures.keyRemoved]) {
      expect(back).toMatchObject({ returned: figures.members, attempts: { in: figures.members } })
    }
    expect([figures.renumbered, figures.departures]).toEqual([0, 0])
    expect(log).toMatchObject({ differing: 0, gaps: 0, doubles: 0, lost: 0 })
    expect(log.length).toBeGreaterThan(10)
    expect(figures.oldTokenMeets).toMatch(/4401/)
  })

  it('[W26] [C31] mends what a listener reports missing, tells the speaker, and ends a connection that stays deaf', async () => {
    const figures = await heal(options)
    expect(figures.repaired).toBeGreaterThan(0)
    expect(figures.closeCode).toBe(4408)
    expect([figures.wronglyTold, figures.othersLost, figures.othersDeaf]).toEqual([0, 0, 0])
  })

  it('is told of a voice message once it is sent, most of which was uploaded while it was said', async () => {
    const { loopback, phone } = await messages(options)
    for (const { ahead, whole } of [loopback, phone]) expect(ahead.bytesAtSend).toBeLessThan(whole.bytesAtSend)
  }, 120_000)
})
