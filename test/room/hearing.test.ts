/** Whom audio reaches: stalls shown by pongs, what reports tell, and what a speaker learns of it. */

import { beforeEach, describe, expect, it } from 'vitest'
import { unbundle } from '../../src/protocol/audio-message.ts'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { packetAt, RoomLab } from '../support/room-lab.ts'

const FRAME_MS = 20

let lab: RoomLab
/** Members who answer pings. */
let alive: Set<string>
let slot: number
beforeEach(() => {
  lab = new RoomLab()
  alive = new Set(['a', 'b', 'c'])
  slot = 0
  for (const connection of alive) lab.join(connection)
  lab.forget()
})

/** `a` talks for a while; pongs come each second from those alive; `during` is called at every frame. */
function talk(ms: number, during: () => void = () => {}): void {
  for (const untilMs = lab.nowMs + ms; lab.nowMs < untilMs; slot += 2) {
    if (lab.nowMs % 1_000 < FRAME_MS) for (const connection of alive) lab.pongs.set(connection, lab.nowMs)
    lab.speak('a', packetAt(slot, { talkStart: slot === 0 }))
    during()
    lab.pass(FRAME_MS)
  }
}

/** When the packets that `connection` was sent left, by their slots: slot 0 was said at `fromMs`. */
function newestSlotAt(connection: string): number {
  const last = lab.heard.findLast(({ by }) => by === connection)
  const reading = last && unbundle(last.bytes)
  return reading?.ok ? (reading.packets.at(-1)?.slot ?? -1) : -1
}

const unheard = (connection: string) =>
  lab.told(connection).flatMap((message) => (message.type === 'unheard' ? [message.by] : []))

describe('[W25] a listener that stops answering pings', () => {
  it('is sent nothing that was said more than 3.5 s later, and the others everything', () => {
    talk(5_000)
    alive.delete('b')
    const stalledAtSlot = slot
    talk(10_000)
    expect((newestSlotAt('b') - stalledAtSlot) * 10).toBeLessThanOrEqual(3_500)
    expect(newestSlotAt('c')).toBe(slot - 2)
  })

  it('hears live audio within 300 ms of its next ping', () => {
    talk(2_000)
    alive.delete('b')
    talk(20_000)
    lab.pongs.set('b', lab.nowMs)
    alive.add('b')
    const wokeAtSlot = slot
    lab.forget()
    talk(300)
    const first = lab.heard.find(({ by }) => by === 'b')
    const reading = first && unbundle(first.bytes)
    expect(reading?.ok && (reading.packets[0]?.slot ?? 0) - wokeAtSlot).toBeLessThanOrEqual(30)
  })

  it('is closed after 60 s', () => {
    alive.delete('b')
    talk(62_500)
    expect(lab.closes('b')).toMatchObject([{ code: CLOSE.timedOut }])
    expect(lab.closes('c')).toEqual([])
  })

  it('that stalled in a silent room is sent nothing when talk begins', () => {
    talk(1_000)
    lab.speak('a', packetAt(slot, { talkEnd: true }))
    alive.delete('b')
    lab.pass(30_000)
    for (const connection of alive) lab.pongs.set(connection, lab.nowMs)
    lab.forget()
    talk(200)
    expect(newestSlotAt('b')).toBe(-1)
    expect(newestSlotAt('c')).toBe(slot - 2)
  })

  it('[C31] is named to the speaker, and named no more when it is back', () => {
    talk(2_000)
    alive.delete('b')
    talk(6_000)
    alive.add('b')
    talk(4_000)
    expect(unheard('a')).toEqual([[2], []])
  })

  it('[C31] is named no more when the talk has ended', () => {
    talk(2_000)
    alive.delete('b')
    talk(6_000)
    lab.speak('a', packetAt(slot, { talkEnd: true }))
    lab.pass(3_000)
    expect(unheard('a')).toEqual([[2], []])
    expect(lab.room.nextDeadlineMs()).toBeUndefined()
  })
})

describe('a silent room', () => {
  it('asks for no timer', () => {
    talk(5_000)
    lab.speak('a', packetAt(slot, { talkEnd: true }))
    lab.pass(2_000)
    expect(lab.room.nextDeadlineMs()).toBeUndefined()
  })

  it('[C30] asks those who still report to stop', () => {
    talk(5_000)
    lab.speak('a', packetAt(slot, { talkEnd: true }))
    lab.pass(16_000)
    lab.forget()
    lab.send('b', { type: 'report', speakers: [] })
    expect(lab.told('b')).toEqual([{ type: 'pace', heard: true, messageMs: 20, reportEveryMs: 0 }])
  })
})

describe('[W26] reports', () => {
  const report = (connection: string, speakers: object[]) => lab.send(connection, { type: 'report', speakers })
  /** Every 2 s, what a listener has: all of it, or nothing. */
  const reporting = (connection: string, hears: () => boolean) => () => {
    if (slot % 200 !== 0) return
    report(connection, hears() ? [{ member: 1, slot: Math.max(0, slot - 2), received: 100, lost: 0 }] : [])
  }

  it('[C30] are asked for once somebody has talked for 2 s, not before', () => {
    talk(1_900)
    expect(lab.told('b')).toEqual([])
    talk(1_000)
    expect(lab.told('b')).toEqual([{ type: 'pace', heard: true, messageMs: 20, reportEveryMs: 2_000 }])
  })

  it('that nobody asked for are answered with a stop: a room that slept does not remember asking', () => {
    report('b', [])
    expect(lab.told('b')).toEqual([{ type: 'pace', heard: true, messageMs: 20, reportEveryMs: 0 }])
  })

  it('that are fine change nothing', () => {
    talk(
      30_000,
      reporting('b', () => true),
    )
    expect(lab.room.counters.repaired).toBe(0)
    expect(unheard('a')).toEqual([])
  })

  it('that show nothing for 2 intervals have the room mend its side once, then close the connection', () => {
    let mendedAtMs = 0
    const beganAtMs = lab.nowMs
    talk(20_000, () => {
      reporting('b', () => false)()
      reporting('c', () => true)()
      if (lab.room.counters.repaired === 1 && mendedAtMs === 0) mendedAtMs = lab.nowMs
    })
    expect(mendedAtMs - beganAtMs).toBeGreaterThanOrEqual(4_000)
    expect(mendedAtMs - beganAtMs).toBeLessThanOrEqual(8_000)
    expect(unheard('a')[0]).toEqual([2])
    expect(lab.closes('b')).toMatchObject([{ code: CLOSE.timedOut }])
    expect(lab.closes('c')).toEqual([])
  })

  it('close nobody over a speaker who reaches nobody, whatever slots the speaker claims', () => {
    talk(40_000, () => {
      if (slot % 50 === 0) lab.speak('a', packetAt(4_000_000_000 + slot))
      for (const listener of ['b', 'c']) reporting(listener, () => false)()
    })
    expect(lab.closes('b')).toEqual([])
    expect(lab.closes('c')).toEqual([])
    expect(unheard('a').at(-1)).toEqual([2, 3])
  })

  it('see through turns too short for two intervals', () => {
    for (let turn = 0; turn < 6; turn += 1) {
      talk(
        3_000,
        reporting('b', () => false),
      )
      lab.speak('a', packetAt(slot, { talkEnd: true }))
    }
    expect(lab.room.counters.repaired).toBeGreaterThan(0)
  })

  it('that are fine again after the mending are the end of it', () => {
    talk(
      40_000,
      reporting('b', () => lab.room.counters.repaired > 0),
    )
    expect(lab.room.counters.repaired).toBe(1)
    expect(lab.closes('b')).toEqual([])
    expect(unheard('a')).toEqual([[2], []])
  })

  it('hold nothing against somebody who came late, or hears only pauses', () => {
    talk(10_000)
    alive.add('late')
    lab.join('late')
    report('late', [])
    talk(1_000)
    report('late', [])
    expect(lab.room.counters.repaired).toBe(0)
    lab.pass(1_400) // a pause within the talk
    report('b', [{ member: 1, slot: slot - 2, received: 1, lost: 0 }])
    expect(lab.room.counters.repaired).toBe(0)
  })
})
