/** What a large room tells its members of one another: names for the first two hundred and whoever speaks, a number for the rest. */

import { beforeEach, describe, expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { MAX_CONTROL_BYTES, MAX_NAMED } from '../../src/protocol/limits.ts'
import type { RoomMessage } from '../../src/protocol/room-message.ts'
import { packetAt, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
})

function fill(members: number): void {
  for (let index = 1; index <= members; index += 1) lab.join(`m${index}`)
  lab.pass(1_000)
  lab.forget()
}

const named = (messages: readonly RoomMessage[]) =>
  messages.flatMap((message) => (message.type === 'joined' ? message.members.map(({ member }) => member) : []))

const headcounts = (messages: readonly RoomMessage[]) =>
  messages.flatMap((message) => (message.type === 'state' ? (message.room?.headcount ?? []) : []))

describe('[C7] in a crowd', () => {
  it('those who come together are told together', () => {
    fill(150)
    for (let index = 0; index < 40; index += 1) {
      lab.join(`new${index}`)
      lab.pass(1)
    }
    lab.pass(100)
    const told = lab.told('m1')
    expect(new Set(named(told)).size).toBe(40)
    expect(told.length).toBeLessThanOrEqual(4)
  })

  it('among few, each is told at once, and not about themselves', () => {
    fill(10)
    lab.join('new')
    expect(named(lab.told('m1'))).toEqual([11])
    expect(named(lab.told('new'))).not.toContain(11)
  })

  it('who came and went between two tellings is gone at the end', () => {
    fill(150)
    lab.join('one')
    lab.join('brief')
    lab.send('brief', { type: 'leave' })
    lab.pass(100)
    const told = lab.told('m1')
    const left = told.flatMap((message) => (message.type === 'left' ? message.members : []))
    expect(named(told)).toEqual([151])
    expect(left).toEqual([{ member: 152, reason: 'left' }])
  })

  it('several changes of one member are told as one', () => {
    fill(150)
    lab.send('m2', { type: 'state', muted: true })
    lab.pass(10)
    lab.forget()
    lab.send('m3', { type: 'state', muted: true })
    lab.send('m3', { type: 'state', name: 'Cem' })
    lab.pass(100)
    expect(lab.told('m1')).toEqual([{ type: 'state', members: [{ member: 3, muted: true, name: 'Cem' }] }])
  })
})

describe('[C32] an audience', () => {
  it('is a number and no names', () => {
    fill(MAX_NAMED)
    for (let index = 0; index < 30; index += 1) lab.join(`late${index}`)
    lab.pass(1_000)
    expect(named(lab.told('m1'))).toEqual([])
    expect(headcounts(lab.told('m1')).at(-1)).toBe(MAX_NAMED + 30)
    const welcome = lab.told('late29')[0]
    expect(welcome).toMatchObject({ type: 'welcome', others: MAX_NAMED, headcount: MAX_NAMED + 30 })
  })

  it('is not told of what its members do, but when they speak', () => {
    fill(MAX_NAMED + 30)
    lab.send('m220', { type: 'state', muted: true })
    lab.do(lab.room.closed('m221', lab.nowMs))
    lab.pass(1_000)
    expect(lab.told('m1')).toEqual([])
    lab.speak('m222', packetAt(0, { talkStart: true }))
    lab.pass(1_000)
    expect(named(lab.told('m1'))).toEqual([222])
    lab.forget()
    lab.send('m222', { type: 'state', muted: true })
    lab.pass(1_000)
    expect(lab.told('m1')).toEqual([{ type: 'state', members: [{ member: 222, muted: true }] }])
  })

  it('gives its longest-waiting member the name that falls free', () => {
    fill(MAX_NAMED + 2)
    lab.send('m5', { type: 'leave' })
    lab.pass(1_000)
    expect(named(lab.told('m1'))).toEqual([MAX_NAMED + 1])
    expect(headcounts(lab.told('m1')).at(-1)).toBe(MAX_NAMED + 1)
  })

  it('is counted to the end: when everybody is named again, the number says so', () => {
    fill(MAX_NAMED + 1)
    lab.send('m5', { type: 'leave' })
    lab.pass(1_000)
    expect(headcounts(lab.told('m1')).at(-1)).toBe(MAX_NAMED)
  })

  it('keeps its rank through the sleep of the object', () => {
    for (let index = 1; index <= MAX_NAMED + 2; index += 1) lab.join(`m${index}`)
    const woken = lab.woken()
    woken.pass(1_000)
    woken.forget()
    woken.send(`m${MAX_NAMED + 1}`, { type: 'state', muted: true })
    woken.pass(1_000)
    expect(woken.told('m1')).toEqual([])
  })

  it('is counted anew when the object has slept: what was told before is not known any more', () => {
    for (let index = 1; index <= MAX_NAMED + 1; index += 1) lab.join(`m${index}`)
    const woken = lab.woken()
    woken.send('m5', { type: 'leave' })
    woken.pass(1_000)
    expect(headcounts(woken.told('m1')).at(-1)).toBe(MAX_NAMED)
  })

  it('[C17] tells a member of it about themselves, and nobody else', () => {
    fill(MAX_NAMED + 5)
    lab.send('m203', { type: 'state', muted: true })
    lab.pass(1_000)
    expect(lab.told('m203')).toEqual([{ type: 'state', members: [{ member: 203, muted: true }] }])
    expect(lab.told('m1')).toEqual([])
  })

  it('believes one number in the end, whoever came while it changed', () => {
    fill(MAX_NAMED + 50)
    lab.send('m210', { type: 'leave' })
    lab.send('m211', { type: 'leave' })
    lab.join('between')
    lab.join('after')
    lab.pass(1_000)
    for (const connection of ['m1', 'between', 'after']) {
      const said = lab.told(connection).flatMap((message) => (message.type === 'welcome' ? message.headcount : []))
      expect([...said, ...headcounts(lab.told(connection))].at(-1)).toBe(MAX_NAMED + 50)
    }
  })
})

describe('[C33] a roster', () => {
  it('names everybody, page by page, in messages of the right size', () => {
    fill(450)
    const seen: number[] = []
    for (let after: number | null = 0; after !== null; ) {
      lab.forget()
      lab.send('m300', { type: 'roster', after })
      const page: RoomMessage | undefined = lab.told('m300')[0]
      if (page?.type !== 'roster') throw new Error('no page came')
      expect(JSON.stringify(page).length).toBeLessThanOrEqual(MAX_CONTROL_BYTES)
      seen.push(...page.members.map(({ member }) => member))
      after = page.next
    }
    expect(seen).toEqual(Array.from({ length: 450 }, (_, index) => index + 1))
  })

  it('[C28] counts as five control messages', () => {
    fill(3)
    for (let count = 0; count < 20; count += 1) lab.send('m1', { type: 'roster', after: 0 })
    expect(lab.closes('m1')).toEqual([])
    lab.send('m1', { type: 'roster', after: 0 })
    expect(lab.closes('m1')).toMatchObject([{ code: CLOSE.tooFast }])
  })

  it('is not sent for ever to somebody who does not read', () => {
    fill(3)
    lab.buffered.set('m1', 2_000_000)
    lab.pass(1_000)
    lab.send('m1', { type: 'roster', after: 0 })
    expect(lab.closes('m1')).toMatchObject([{ code: CLOSE.timedOut }])
  })

  it('behind the last is empty', () => {
    fill(3)
    lab.send('m1', { type: 'roster', after: 3 })
    expect(lab.told('m1')).toEqual([{ type: 'roster', members: [], next: null }])
  })
})
