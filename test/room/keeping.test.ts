/** Talk that is to be kept, on its way through the room. */

import { describe, expect, it } from 'vitest'
import { readStored } from '../../src/archive/talk-packets.ts'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import type { Effect } from '../../src/room/effect.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

const start = packetAt(0, { talkStart: true })

function keepingLab(options: { keep?: boolean } = {}): RoomLab {
  const lab = new RoomLab()
  lab.keepTalk = true
  lab.join('a', { keep: true, ...options })
  lab.join('b')
  lab.forget()
  return lab
}

const spools = (lab: RoomLab) => lab.effects.filter((effect) => effect.do === 'spool')
const slots = (effect: (Effect<string> & { do: 'spool' }) | undefined) =>
  effect && readStored(effect.request.bytes).map(({ slot }) => slot)

describe('talk of a member who agrees, in a room that keeps it', () => {
  it('[C34] is shipped soon after it begins, then once a second, and at once when it ends', () => {
    const lab = keepingLab()
    for (let slot = 0; slot < 300; slot += 2) {
      lab.speak('a', slot === 0 ? start : packetAt(slot))
      lab.pass(20)
    }
    expect(spools(lab).map((one) => one.request.from)).toEqual([0, 30, 130])
    lab.speak('a', packetAt(300, { talkEnd: true }))
    expect(slots(spools(lab).at(-1))?.at(-1)).toBe(300)
    expect(spools(lab).flatMap((one) => slots(one) ?? [])).toEqual(Array.from({ length: 151 }, (_, at) => 2 * at))
  })

  it('says whose it is, and when it came', () => {
    const lab = keepingLab()
    lab.speak('a', packetAt(7, { talkStart: true, talkEnd: true }))
    expect(spools(lab)[0]?.request).toMatchObject({
      person: 'p-a',
      name: 'a',
      member: 1,
      from: 7,
      to: 7,
      arrivedAtMs: lab.nowMs,
    })
  })

  it('[C34] is confirmed to its speaker alone, when it is stored', () => {
    const lab = keepingLab()
    lab.speak('a', start, packetAt(2, { talkEnd: true }))
    expect(lab.told('a')).toEqual([])
    lab.do(lab.room.keeping.answered('a', 0, { from: 0, to: 2 }))
    expect(lab.told('a')).toEqual([{ type: 'kept', from: 0, to: 2 }])
    expect(lab.told('b')).toEqual([])
  })

  it('is kept whether or not it is heard', () => {
    const lab = new RoomLab()
    lab.keepTalk = true
    lab.maxSpeakers = 1
    lab.join('a', { keep: true })
    lab.join('b', { keep: true })
    for (let slot = 0; slot < 60; slot += 2) {
      lab.speak('a', packetAt(slot, { talkStart: slot === 0, level: 10 }))
      lab.speak('b', packetAt(slot, { talkStart: slot === 0, level: 90 }))
      lab.pass(20)
    }
    const shippedOf = (connection: string) => spools(lab).filter((one) => one.connection === connection).length
    expect([shippedOf('a'), shippedOf('b')]).toEqual([1, 1])
  })

  it('[K3] is confirmed batch by batch: one that could not be stored is its speaker’s to send again', () => {
    const lab = keepingLab()
    for (let slot = 0; slot < 240; slot += 2) {
      lab.speak('a', packetAt(slot, { talkStart: slot === 0 }))
      lab.pass(20)
    }
    const [first, second, third] = spools(lab)
    const answer = (one: typeof first, stored: boolean) =>
      one && lab.do(lab.room.keeping.answered('a', one.request.bytes.length, stored ? one.request : undefined))
    answer(first, false)
    answer(third, true)
    answer(second, false)
    const kept = lab.told('a').filter(({ type }) => type === 'kept')
    expect(kept).toEqual([{ type: 'kept', from: third?.request.from, to: third?.request.to }])
    expect(spools(lab).flatMap((one) => slots(one) ?? []).length).toBeLessThanOrEqual(120)
  })

  it('[K3] that an Archive does not answer for is not taken any more, and not covered by what is taken later', () => {
    const lab = keepingLab()
    const payload = new Uint8Array(1_275)
    const said = (slot: number) => {
      lab.speak('a', packetAt(slot, { talkStart: slot === 0, payload }))
      lab.pass(20)
    }
    for (let slot = 0; slot < 1_000; slot += 2) said(slot)
    const before = spools(lab)
    expect(before.reduce((sum, one) => sum + one.request.bytes.length, 0)).toBeLessThan(400_000)
    for (const { request } of before) lab.room.keeping.answered('a', request.bytes.length, undefined)
    for (let slot = 1_000; slot < 1_200; slot += 2) said(slot)
    const covered = spools(lab).slice(before.length)
    expect(covered.length).toBeGreaterThan(0)
    for (const one of covered) {
      const { from, to } = one.request
      expect(slots(one)).toEqual(Array.from({ length: (to - from) / 2 + 1 }, (_, at) => from + 2 * at))
    }
  })

  it('is shipped when the line is lost, and when its speaker leaves', () => {
    const lab = keepingLab()
    lab.speak('a', start)
    lab.do(lab.room.closed('a', lab.nowMs))
    expect(spools(lab)).toHaveLength(1)
    const leaving = keepingLab()
    leaving.speak('a', start)
    leaving.send('a', { type: 'leave' })
    expect(spools(leaving)).toHaveLength(1)
    expect(leaving.closes('a').map(({ code }) => code)).toEqual([CLOSE.normal])
  })

  it('[K5] begins where they agree in mid-talk, and where the owner begins to keep it, but not where a line comes back', () => {
    const lab = keepingLab()
    const beginsHere = () => spools(lab).map(({ request }) => request.beginsHere)
    lab.speak('b', start)
    lab.send('b', { type: 'state', keep: true })
    lab.speak('b', packetAt(2))
    lab.pass(300)
    lab.speak('b', packetAt(4, { talkEnd: true }))
    expect(beginsHere()).toEqual([true, false])
    lab.join('c', { keep: true })
    lab.speak('c', packetAt(50, { talkEnd: true }))
    expect(beginsHere()).toEqual([true, false, false])
  })

  it('[R7] goes with its session to another socket, but not against its will', () => {
    const lab = keepingLab()
    const session = lab.join('c', { keep: true })
    lab.speak('c', start)
    lab.join('d', { session, keep: true, arrival: arrivalOf('p-c') })
    expect(spools(lab)).toHaveLength(1)
    lab.speak('d', packetAt(2))
    lab.join('e', { session, keep: false, arrival: arrivalOf('p-c') })
    lab.pass(2_000)
    expect(spools(lab)).toHaveLength(1)
  })

  it('keeps on when the object has slept', () => {
    const lab = new RoomLab()
    lab.keepTalk = true
    lab.join('a', { keep: true })
    const woken = lab.woken()
    woken.speak('a', packetAt(0, { talkStart: true, talkEnd: true }))
    expect(spools(woken)).toHaveLength(1)
  })
})

describe('nothing is kept', () => {
  it('of a member who does not agree, or not any more', () => {
    const lab = keepingLab()
    lab.speak('b', packetAt(0, { talkStart: true, talkEnd: true }))
    lab.speak('a', start)
    lab.send('a', { type: 'state', keep: false })
    lab.speak('a', packetAt(2, { talkEnd: true }))
    lab.pass(2_000)
    expect(spools(lab)).toEqual([])
    expect(lab.told('b')).toContainEqual({ type: 'state', members: [{ member: 1, keep: false }] })
  })

  it('[W16] of a member who is muted or silenced', () => {
    const lab = keepingLab()
    lab.send('a', { type: 'state', muted: true })
    lab.speak('a', packetAt(0, { talkStart: true, talkEnd: true }))
    expect(spools(lab)).toEqual([])
  })

  it('[C12] before the owner says so, and after the owner ends it', () => {
    const lab = new RoomLab()
    lab.join('a', { keep: true })
    const act = (number: number, action: 'keep' | 'unkeep') => {
      const head = { kind: 'moderation', number, atMs: 1, by: { person: 'p-o', name: 'O' }, target: null } as const
      const entry = action === 'keep' ? { ...head, action, days: 30 } : { ...head, action }
      lab.do(lab.room.entriesReceived([entry], 'pushed', lab.nowMs))
    }
    const talk = (slot: number) => lab.speak('a', packetAt(slot, { talkStart: true, talkEnd: true }))
    talk(0)
    expect(spools(lab)).toHaveLength(0)
    act(1, 'keep')
    talk(10)
    expect(spools(lab)).toHaveLength(1)
    act(2, 'unkeep')
    talk(20)
    expect(spools(lab)).toHaveLength(1)
    expect(lab.told('a')).toContainEqual({ type: 'state', members: [], room: { keepTalk: true, keepDays: 30 } })
    expect(lab.told('a')).toContainEqual({ type: 'state', members: [], room: { keepTalk: false } })
  })
})
