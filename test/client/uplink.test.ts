/** Which packets go onto the line. */

import { beforeEach, describe, expect, it } from 'vitest'
import { type LineState, Uplink } from '../../src/client/uplink.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { readPacket } from '../../src/protocol/packet.ts'
import { talkEnd, voicePacket } from '../support/listener.ts'

const GOOD: LineState = { open: true, bufferedBytes: 0, pingWaitsMs: 0 }
const packet = (slot: number) => bundle([voicePacket(slot, { speaker: 0 })])
const end = (slot: number) => bundle([{ ...talkEnd(slot), speaker: 0 }])

let uplink: Uplink
beforeEach(() => {
  uplink = new Uplink()
})

describe('a packet is sent', () => {
  it('on an open line', () => {
    expect(uplink.admits(packet(0), GOOD, 0)).toBe(true)
  })

  it('not on a line that is down', () => {
    expect(uplink.admits(packet(0), { ...GOOD, open: false }, 0)).toBe(false)
  })

  it('[W16] not while muted', () => {
    uplink.mute(true)
    expect(uplink.admits(packet(0), GOOD, 0)).toBe(false)
    uplink.mute(false)
    expect(uplink.admits(packet(2), GOOD, 0)).toBe(true)
  })

  it('[W22] not when what was sent before has been waiting for more than 300 ms', () => {
    for (let index = 0; index < 15; index += 1) {
      const bufferedBytes = 11 * index
      expect(uplink.admits(packet(2 * index), { ...GOOD, bufferedBytes }, 20 * index)).toBe(true)
    }
    expect(uplink.admits(packet(32), { ...GOOD, bufferedBytes: 11 * 15 }, 301)).toBe(false)
  })

  it('[W22] again when the line has moved on', () => {
    uplink.admits(packet(0), GOOD, 0)
    expect(uplink.admits(packet(40), { ...GOOD, bufferedBytes: 11 }, 400)).toBe(false)
    expect(uplink.admits(packet(42), { ...GOOD, bufferedBytes: 0 }, 420)).toBe(true)
  })

  it('not while a ping has been waiting for its pong for more than 2 s', () => {
    expect(uplink.admits(packet(0), { ...GOOD, pingWaitsMs: 2_000 }, 0)).toBe(true)
    expect(uplink.admits(packet(2), { ...GOOD, pingWaitsMs: 2_001 }, 20)).toBe(false)
  })

  it('on a new socket, whatever the old one still held', () => {
    uplink.admits(packet(0), GOOD, 0)
    uplink.reset()
    expect(uplink.admits(packet(100), { ...GOOD, bufferedBytes: 5 }, 1_000)).toBe(true)
  })
})

describe('[W19] an open talk', () => {
  it('is ended by muting, behind its last packet, once', () => {
    uplink.admits(packet(0), GOOD, 0)
    uplink.admits(packet(2), GOOD, 20)
    const bytes = uplink.mute(true)
    expect(bytes && readPacket(bytes)).toMatchObject({ speaker: 0, slot: 4, talkEnd: true, level: 127 })
    expect(uplink.mute(true)).toBeUndefined()
  })

  it('is ended by leaving', () => {
    uplink.admits(packet(6), GOOD, 0)
    const bytes = uplink.endTalk()
    expect(bytes && readPacket(bytes)).toMatchObject({ slot: 8, talkEnd: true })
  })

  it('is none when its own end was sent', () => {
    uplink.admits(packet(0), GOOD, 0)
    expect(uplink.admits(end(2), GOOD, 20)).toBe(true)
    expect(uplink.endTalk()).toBeUndefined()
  })

  it('is not ended twice: the end that comes after that of a mute is dropped', () => {
    uplink.admits(packet(0), GOOD, 0)
    uplink.mute(true)
    uplink.mute(false)
    expect(uplink.admits(end(2), GOOD, 20)).toBe(false)
  })

  it('is none when none was sent', () => {
    uplink.admits(packet(0), { ...GOOD, open: false }, 0)
    expect(uplink.endTalk()).toBeUndefined()
  })
})
