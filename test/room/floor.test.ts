/** Who is heard in a room and how each is asked to send, packet by packet. */

import { beforeEach, describe, expect, it } from 'vitest'
import { unbundle } from '../../src/protocol/audio-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { packetAt, RoomLab } from '../support/room-lab.ts'

const SPEAKERS = ['a', 'b', 'c']

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
  lab.maxSpeakers = 2
  for (const connection of [...SPEAKERS, 'listener']) lab.join(connection)
  lab.forget()
})

const paces = (connection: string) => lab.told(connection).filter(({ type }) => type === 'pace')

/** Slots that the listener has been sent, by speaker's number. */
function heardBy(connection: string): [speaker: number, slot: number][] {
  const messages = lab.heard.filter(({ by }) => by === connection).map(({ bytes }) => unbundle(bytes))
  return messages.flatMap((reading) => (reading.ok ? reading.packets : [])).map(({ speaker, slot }) => [speaker, slot])
}

const start = (slot: number, fields: Partial<Packet> = {}) => packetAt(slot, { talkStart: true, ...fields })
const end = (slot: number) => packetAt(slot, { talkEnd: true, payload: new Uint8Array(0) })

describe('[W23] places', () => {
  it('go to the first who talk, and the next is told that nobody hears', () => {
    for (const connection of SPEAKERS) lab.speak(connection, start(0))
    expect(heardBy('listener')).toEqual([
      [1, 0],
      [2, 0],
    ])
    expect(paces('a')).toEqual([])
    expect(paces('c')).toEqual([{ type: 'pace', heard: false, messageMs: 200, reportEveryMs: 0 }])
  })

  it('fall free with a talk-end; of what was held back meanwhile only the newest packet goes on', () => {
    for (const connection of SPEAKERS) lab.speak(connection, start(0))
    lab.speak('a', end(2))
    lab.forget()
    lab.speak('c', packetAt(2), packetAt(4), packetAt(6))
    expect(heardBy('listener')).toEqual([[3, 6]])
    expect(paces('c')).toEqual([{ type: 'pace', heard: true, messageMs: 20, reportEveryMs: 0 }])
    lab.speak('c', packetAt(8), packetAt(10))
    expect(heardBy('listener').slice(1)).toEqual([
      [3, 8],
      [3, 10],
    ])
  })

  it('fall free when their member is muted, silenced or lost', () => {
    for (const connection of SPEAKERS) lab.speak(connection, start(0))
    lab.send('a', { type: 'state', muted: true })
    lab.forget()
    lab.speak('c', packetAt(2))
    expect(heardBy('listener')).toEqual([[3, 2]])
    lab.do(lab.room.closed('b', lab.nowMs))
    lab.forget()
    lab.send('a', { type: 'state', muted: false })
    lab.speak('a', start(4))
    expect(heardBy('listener')).toEqual([[1, 4]])
  })

  it('are as many as the room’s settings say, after the object has slept too', () => {
    const attachments = new Map(
      lab.effects.flatMap((effect) => (effect.do === 'attach' ? [[effect.connection, effect.attachment]] : [])),
    )
    expect(attachments.size).toBe(0)
    const first = new RoomLab()
    first.maxSpeakers = 1
    for (const connection of SPEAKERS) first.join(connection)
    const woken = first.woken()
    for (const connection of SPEAKERS) woken.speak(connection, start(0))
    expect(new Set(woken.heard.map(({ bytes }) => bytes[1]))).toEqual(new Set([1]))
  })

  it('are lost to somebody clearly louder after 3 s, and both sides are told', () => {
    for (let slot = 0; slot < 320; slot += 2) {
      lab.speak('a', packetAt(slot, { talkStart: slot === 0, level: 60 }))
      lab.speak('b', packetAt(slot, { talkStart: slot === 0, level: 30 }))
      if (slot === 0) lab.speak('c', start(0, { level: 20 }))
      if (slot === 310) lab.speak('c', packetAt(slot, { level: 20 }))
      lab.pass(20)
    }
    expect(paces('c').slice(-1)).toMatchObject([{ heard: true, messageMs: 20 }])
    expect(paces('a').slice(-1)).toMatchObject([{ heard: false, messageMs: 200 }])
    expect(paces('b').every((pace) => pace.type === 'pace' && pace.heard)).toBe(true)
  })
})

describe('[W24] a talk-start', () => {
  it('that is not heard is told so each time: its client believed otherwise', () => {
    for (const connection of SPEAKERS) lab.speak(connection, start(0))
    lab.speak('c', packetAt(2), packetAt(4))
    lab.speak('c', end(6))
    lab.forget()
    lab.speak('c', start(100))
    expect(paces('c')).toMatchObject([{ heard: false, messageMs: 200 }])
  })

  it('that is heard needs no pace, whatever was told before', () => {
    for (const connection of SPEAKERS) lab.speak(connection, start(0))
    lab.speak('c', end(2))
    lab.speak('a', end(2))
    lab.forget()
    lab.speak('c', start(100))
    expect(heardBy('listener')).toEqual([[3, 100]])
    expect(paces('c')).toEqual([])
  })
})

describe('[W24] a pace that crossed a talk-start on its way', () => {
  it('is told again to a client that holds back although it is heard', () => {
    const tens = (slot: number) => Array.from({ length: 10 }, (_, index) => packetAt(slot + 2 * index))
    lab.speak('a', start(0))
    for (let slot = 2; slot < 100; slot += 20) {
      lab.speak('a', ...tens(slot))
      lab.pass(200)
    }
    lab.forget()
    for (let slot = 102; slot < 400; slot += 20) {
      lab.speak('a', ...tens(slot))
      lab.pass(200)
    }
    expect(paces('a').length).toBeGreaterThanOrEqual(2)
    expect(paces('a').length).toBeLessThanOrEqual(4)
    expect(paces('a')[0]).toMatchObject({ heard: true, messageMs: 20 })
  })

  it('[W22] is not told again to one whose line takes longer messages', () => {
    lab.speak('a', start(0))
    for (let slot = 2; slot < 400; slot += 6) {
      lab.speak('a', packetAt(slot), packetAt(slot + 2), packetAt(slot + 4))
      lab.pass(60)
    }
    expect(paces('a').length).toBeLessThanOrEqual(1)
  })

  it('is not told again to one that sends as it was asked', () => {
    for (let slot = 0; slot < 400; slot += 2) {
      lab.speak('a', packetAt(slot, { talkStart: slot === 0 }))
      lab.pass(20)
    }
    expect(paces('a').length).toBeLessThanOrEqual(1) // the one that asks for reports
  })
})

describe('a talk-end', () => {
  it('that takes a place and gives it up again tells the loser at once', () => {
    for (const connection of SPEAKERS) lab.speak(connection, start(0, { level: 60 }))
    lab.pass(3_100)
    for (const connection of ['a', 'b']) lab.speak(connection, packetAt(310, { level: 60 }))
    lab.forget()
    lab.speak('c', start(310, { level: 10 }), packetAt(312, { talkEnd: true, level: 10 }))
    expect([...paces('a'), ...paces('b')]).toMatchObject([{ heard: false, messageMs: 200 }])
  })

  it('of somebody unheard is not passed on, a whole talk in one message is', () => {
    for (const connection of SPEAKERS) lab.speak(connection, start(0))
    lab.forget()
    lab.speak('c', end(2))
    expect(lab.heard).toEqual([])
    lab.speak('a', end(2))
    lab.forget()
    lab.speak('c', start(10), packetAt(12, { talkEnd: true }))
    expect(heardBy('listener')).toEqual([
      [3, 10],
      [3, 12],
    ])
  })
})
