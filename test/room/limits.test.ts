/** What one connection and one person may ask of a room, exactly: up to the limit nothing happens, beyond it a close. */

import { beforeEach, describe, expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { AUDIO_BYTES, CONTROL_BYTES, MAX_CONTROL_BYTES, VISITORS_PER_PERSON } from '../../src/protocol/limits.ts'
import { HEADER_BYTES, MAX_OPUS_BYTES } from '../../src/protocol/packet.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
  lab.join('a')
  lab.forget()
})

const TOO_FAST = [{ code: CLOSE.tooFast, reason: 'tooFast' }]

describe('bytes of audio', () => {
  const packet = (slot: number, payloadBytes: number) => packetAt(slot, { payload: new Uint8Array(payloadBytes) })

  it('the longest packets that Opus has, 50 a second, may go on for ever', () => {
    for (let slot = 0; slot < 6_000; slot += 2) {
      lab.speak('a', packet(slot, MAX_OPUS_BYTES))
      lab.nowMs += 20
    }
    expect(lab.closes('a')).toEqual([])
  })

  it('packets of 10 ms at 510 kb/s may, too, and 3 s of them at once', () => {
    const bytesOf10Ms = 637
    for (let slot = 0; slot < 300; slot += 4)
      lab.speak('a', ...[0, 1, 2, 3].map((at) => packet(slot + at, bytesOf10Ms)))
    for (let slot = 300; slot < 3_300; slot += 1) {
      lab.nowMs += 10
      lab.speak('a', packet(slot, bytesOf10Ms))
    }
    expect(lab.closes('a')).toEqual([])
  })

  it('[R1] the longest packets at twice the rate may not', () => {
    const bytesEach = HEADER_BYTES + MAX_OPUS_BYTES
    const lastsMs = (1_000 * AUDIO_BYTES.burst) / (100 * bytesEach - AUDIO_BYTES.perSecond)
    for (let atMs = 0; atMs < lastsMs - 20; atMs += 10) {
      lab.speak('a', packet(atMs / 10, MAX_OPUS_BYTES))
      lab.nowMs += 10
    }
    expect(lab.closes('a')).toEqual([])
    for (let more = 0; more < 5; more += 1) {
      lab.speak('a', packet(9_000 + more, MAX_OPUS_BYTES))
      lab.nowMs += 10
    }
    expect(lab.closes('a')).toEqual(TOO_FAST)
  })

  it('count where they are dropped, too: a muted client that floods is closed', () => {
    lab.send('a', { type: 'state', muted: true })
    for (let index = 0; index < 200; index += 1) lab.speak('a', packet(index, MAX_OPUS_BYTES))
    expect(lab.closes('a')).toEqual(TOO_FAST)
  })
})

describe('bytes of control messages', () => {
  const longest = JSON.stringify({ type: 'something new', padding: 'x'.repeat(MAX_CONTROL_BYTES - 37) })

  it('32 of the longest may come at once, and four a second from then on', () => {
    expect(longest.length).toBe(MAX_CONTROL_BYTES)
    lab.nowMs += 1_000 // hello has taken some
    for (let index = 0; index < CONTROL_BYTES.burst / MAX_CONTROL_BYTES; index += 1) lab.send('a', longest)
    for (let index = 0; index < 40; index += 1) {
      lab.nowMs += 250
      lab.send('a', longest)
    }
    expect(lab.closes('a')).toEqual([])
    lab.send('a', '{"type":"something new"}')
    expect(lab.closes('a')).toEqual(TOO_FAST)
  })

  it('are bytes, not characters', () => {
    const wide = JSON.stringify({ type: 'something new', padding: '漢'.repeat(5_000) })
    for (let index = 0; index < 34; index += 1) lab.send('a', wide)
    expect(lab.closes('a')).toEqual([])
    lab.send('a', wide)
    expect(lab.closes('a')).toEqual(TOO_FAST)
  })

  it('count of each connection by itself', () => {
    lab.join('b')
    for (let index = 0; index < 33; index += 1) lab.send('a', longest)
    lab.send('b', longest)
    expect(lab.closes('b')).toEqual([])
  })
})

describe('visitors', () => {
  it('are so many of one person at most, as long as they stand at the door', () => {
    const connections = Array.from({ length: VISITORS_PER_PERSON }, (_, index) => `tab ${index}`)
    for (const connection of connections) lab.open(connection, arrivalOf('p-eve'))
    lab.open('one more', arrivalOf('p-eve'))
    lab.open('somebody else', arrivalOf('p-bob'))
    expect(lab.closes('one more')).toEqual([{ code: CLOSE.unavailable, reason: 'unavailable' }])
    expect([...connections, 'somebody else'].flatMap((connection) => lab.closes(connection))).toEqual([])
    lab.do(lab.room.closed('tab 0', lab.nowMs))
    lab.do(lab.room.closed('tab 0', lab.nowMs))
    for (const connection of ['another', 'and one more']) lab.open(connection, arrivalOf('p-eve'))
    expect(lab.closes('another')).toEqual([])
    expect(lab.closes('and one more')).toMatchObject([{ code: CLOSE.unavailable }])
  })
})
