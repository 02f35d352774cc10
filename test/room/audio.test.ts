/** What the room lets through, and what it does with what it does not. */

import { beforeEach, describe, expect, it } from 'vitest'
import { unbundle } from '../../src/protocol/audio-message.ts'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
  lab.join('a')
  lab.join('b')
  lab.join('c')
  lab.forget()
})

describe('audio', () => {
  it('[W13] goes to every other member at once', () => {
    lab.speak('a', packetAt(0))
    expect(lab.heard.map(({ by }) => by)).toEqual(['b', 'c'])
  })

  it('[W15] carries the number of its speaker', () => {
    lab.speak('b', packetAt(0), packetAt(2))
    const heard = lab.heard.map(({ bytes }) => unbundle(bytes))
    expect(heard).toMatchObject([
      { ok: true, packets: [{ speaker: 2 }, { speaker: 2 }] },
      { ok: true, packets: [{ speaker: 2 }, { speaker: 2 }] },
    ])
  })

  it('[W13] is not sent to the deafened', () => {
    lab.send('b', { type: 'state', deafened: true })
    lab.speak('a', packetAt(0))
    expect(lab.heard.map(({ by }) => by)).toEqual(['c'])
    lab.send('b', { type: 'state', deafened: false })
    lab.speak('a', packetAt(2))
    expect(lab.heard.map(({ by }) => by)).toEqual(['c', 'c', 'b'])
  })

  it('is not piled up for a listener who does not read, and one who never will is closed', () => {
    lab.buffered.set('b', 65_537)
    lab.speak('a', packetAt(0))
    expect(lab.heard.map(({ by }) => by)).toEqual(['c'])
    lab.buffered.set('b', 0)
    lab.pass(250)
    lab.speak('a', packetAt(2))
    expect(lab.heard.map(({ by }) => by)).toEqual(['c', 'c', 'b'])
    lab.buffered.set('b', 1_048_577)
    lab.nowMs += 1_000
    lab.speak('a', packetAt(4))
    expect(lab.closes('b')).toMatchObject([{ code: CLOSE.timedOut }])
  })

  it('[W16] of the muted is dropped, and the connection stays', () => {
    lab.send('a', { type: 'state', muted: true })
    lab.speak('a', packetAt(0))
    expect(lab.heard).toEqual([])
    expect(lab.closes('a')).toEqual([])
  })

  it('[W16] of a member without the grant is dropped', () => {
    lab.join('listener', { arrival: arrivalOf('p-l', 'listener') })
    lab.speak('listener', packetAt(0))
    expect(lab.heard).toEqual([])
  })

  it('[W1] that is malformed closes its sender, and nobody else notices but that they are gone', () => {
    lab.do(lab.room.audioReceived('a', new Uint8Array([1, 2, 3]), lab.nowMs))
    expect(lab.closes('a')).toEqual([{ code: CLOSE.malformed, reason: 'malformed: truncated' }])
    expect(lab.told('b')).toEqual([{ type: 'state', members: [{ member: 1, reconnecting: true }] }])
    lab.speak('b', packetAt(0))
    expect(lab.heard.map(({ by }) => by)).toEqual(['c'])
  })

  it('[W10] that is too long closes its sender with tooLarge', () => {
    lab.do(lab.room.audioReceived('a', new Uint8Array(8_193), lab.nowMs))
    expect(lab.closes('a')).toMatchObject([{ code: CLOSE.tooLarge }])
  })

  it('is unlimited at the pace of one voice, and closed beyond it', () => {
    for (let slot = 0; slot < 60_000; slot += 2) {
      lab.nowMs += 20
      for (const connection of ['a', 'b', 'c']) lab.pongs.set(connection, lab.nowMs)
      lab.speak('a', packetAt(slot))
    }
    expect(lab.closes('a')).toEqual([])
    for (let slot = 60_000; lab.closes('a').length === 0 && slot < 62_000; slot += 2) lab.speak('a', packetAt(slot))
    expect(lab.closes('a')).toEqual([{ code: CLOSE.tooFast, reason: 'tooFast' }])
  })
})

describe('control', () => {
  it.each(['{', '[]', '{}', 'ping '])('[C5] %j closes its sender', (text) => {
    lab.send('a', text)
    expect(lab.closes('a')).toMatchObject([{ code: CLOSE.malformed }])
    expect(lab.closes('b')).toEqual([])
  })

  it('[C5] too long closes its sender', () => {
    lab.send('a', { type: 'say', text: '\u4f60'.repeat(6_000) })
    expect(lab.closes('a')).toMatchObject([{ code: CLOSE.tooLarge }])
  })

  it('[C6] of an unknown type is ignored', () => {
    expect(lab.send('a', { type: 'wave', lost: 3 })).toEqual([])
  })

  it('[C6] with a wrong field is answered with its id', () => {
    const id = 'AAAAAAAAAAAAAAAAAAAAAA'
    lab.send('a', { type: 'say', id, text: 7 })
    expect(lab.told('a')).toMatchObject([{ type: 'error', code: 'invalid-message', id }])
    expect(lab.closes('a')).toEqual([])
  })

  it('beyond its rate closes its sender', () => {
    for (let times = 0; times < 101; times += 1) lab.send('a', { type: 'state', muted: times % 2 === 0 })
    expect(lab.closes('a')).toMatchObject([{ code: CLOSE.tooFast }])
  })

  it('after the close is ignored', () => {
    lab.send('a', '{')
    expect(lab.send('a', { type: 'state', muted: true })).toEqual([])
    expect(lab.speak('a', packetAt(0))).toEqual([])
  })
})
