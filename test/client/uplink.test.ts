/** Which packets go onto the line, and in what messages. */

import { beforeEach, describe, expect, it } from 'vitest'
import { type LineState, Uplink } from '../../src/client/uplink.ts'
import { bundle, unbundle } from '../../src/protocol/audio-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { talkEnd, voicePacket } from '../support/listener.ts'

const GOOD: LineState = { open: true, bufferedBytes: 0, pingWaitsMs: 0 }
const UNHEARD = { heard: false, messageMs: 200 } as const

let uplink: Uplink
beforeEach(() => {
  uplink = new Uplink()
})

const packetsOf = (messages: Uint8Array[]): Packet[][] =>
  messages.map((bytes) => {
    const reading = unbundle(bytes)
    return reading.ok ? reading.packets : []
  })
const slotsOf = (messages: Uint8Array[]): number[][] =>
  packetsOf(messages).map((packets) => packets.map(({ slot }) => slot))

/** A packet of the capture worklet; answers the slots of what is sent for it, message by message. */
function capture(packet: Packet, nowMs: number, line = GOOD): number[][] {
  return slotsOf(uplink.captured(Uint8Array.from(bundle([{ ...packet, speaker: 0 }])), line, nowMs))
}
const say = (slot: number, nowMs = slot * 10, line = GOOD) => capture(voicePacket(slot), nowMs, line)
const begin = (slot: number, nowMs = slot * 10) => capture(voicePacket(slot, { talkStart: true }), nowMs)
const end = (slot: number, nowMs = slot * 10) => capture(talkEnd(slot), nowMs)

describe('a packet is sent', () => {
  it('[W22] at once, on an open line', () => {
    expect(say(0)).toEqual([[0]])
  })

  it('not on a line that is down', () => {
    expect(say(0, 0, { ...GOOD, open: false })).toEqual([])
  })

  it('[W16] not while muted', () => {
    uplink.mute(true, 0)
    expect(say(0)).toEqual([])
    uplink.mute(false, 10)
    expect(say(2)).toEqual([[2]])
  })

  it('[W22] not when what was sent before has been waiting for more than 300 ms', () => {
    for (let index = 0; index < 15; index += 1) {
      expect(say(2 * index, 20 * index, { ...GOOD, bufferedBytes: 11 * index })).toEqual([[2 * index]])
    }
    expect(say(32, 301, { ...GOOD, bufferedBytes: 11 * 15 })).toEqual([])
  })

  it('[W22] again when the line has moved on', () => {
    say(0)
    expect(say(40, 400, { ...GOOD, bufferedBytes: 11 })).toEqual([])
    expect(say(42, 420)).toEqual([[42]])
  })

  it('not while a ping has been waiting for its pong for more than 2 s', () => {
    expect(say(0, 0, { ...GOOD, pingWaitsMs: 2_000 })).toEqual([[0]])
    expect(say(2, 20, { ...GOOD, pingWaitsMs: 2_001 })).toEqual([])
  })

  it('on a new socket, whatever the old one still held', () => {
    say(0)
    uplink.reset()
    expect(say(100, 1_000, { ...GOOD, bufferedBytes: 5 })).toEqual([[100]])
  })
})

describe('[C30] at the pace that the room asks for', () => {
  it('an unheard talk leaves ten packets at a time', () => {
    begin(0)
    expect(uplink.paced(UNHEARD, GOOD, 10)).toEqual([])
    for (let slot = 2; slot < 20; slot += 2) expect(say(slot)).toEqual([])
    expect(say(20)).toEqual([[2, 4, 6, 8, 10, 12, 14, 16, 18, 20]])
  })

  it.each([
    [40, [[2, 4]]],
    [60, [[2, 4, 6]]],
  ] as const)('a heard one %i ms at a time', (messageMs, first) => {
    begin(0)
    uplink.paced({ heard: true, messageMs }, GOOD, 10)
    const sent = [2, 4, 6].flatMap((slot) => say(slot))
    expect(sent).toEqual(first)
  })

  it('[W24] a talk-start goes out at once, behind what was held', () => {
    begin(0)
    uplink.paced(UNHEARD, GOOD, 10)
    say(2)
    say(4)
    expect(begin(30)).toEqual([[2, 4], [30]])
    expect(say(32)).toEqual([[32]])
  })

  it('[W22] what is held leaves when messages become shorter, and not when they become longer', () => {
    begin(0)
    uplink.paced({ heard: true, messageMs: 60 }, GOOD, 10)
    say(2)
    expect(uplink.paced(UNHEARD, GOOD, 25)).toEqual([])
    say(4)
    expect(slotsOf(uplink.paced({ heard: true, messageMs: 20 }, GOOD, 45))).toEqual([[2, 4]])
  })

  it('[W22] a talk-end leaves at once, with what is held', () => {
    begin(0)
    uplink.paced(UNHEARD, GOOD, 10)
    say(2)
    expect(end(4)).toEqual([[2, 4]])
  })

  it('nothing is held longer than a message lasts: a breath between words brings no packet to fill it', () => {
    begin(0)
    uplink.paced(UNHEARD, GOOD, 10)
    say(2, 20)
    say(4, 40)
    expect(uplink.nextDeadlineMs()).toBe(220)
    expect(uplink.tick(GOOD, 219)).toEqual([])
    expect(slotsOf(uplink.tick(GOOD, 220))).toEqual([[2, 4]])
    expect(uplink.nextDeadlineMs()).toBeUndefined()
  })

  it('[W22] what is held into a line that has stopped is dropped, and never comes late', () => {
    begin(0)
    uplink.paced(UNHEARD, GOOD, 10)
    say(2, 20)
    expect(uplink.tick({ ...GOOD, pingWaitsMs: 2_001 }, 220)).toEqual([])
    expect(say(24, 240)).toEqual([])
    expect(slotsOf(uplink.tick(GOOD, 440))).toEqual([[24]])
  })

  it('[W22] the time that a packet was held counts as waiting', () => {
    begin(0, 0)
    uplink.paced(UNHEARD, GOOD, 10)
    for (let slot = 2; slot <= 20; slot += 2) say(slot)
    // The message left at 200 ms, and its oldest packet is from 20 ms: at 321 ms it is 301 ms old and still not sent.
    expect(say(32, 321, { ...GOOD, bufferedBytes: 50 })).toEqual([])
  })

  it('a new line begins as if the room had said nothing', () => {
    begin(0)
    uplink.paced(UNHEARD, GOOD, 10)
    say(2)
    uplink.reset()
    expect(say(4)).toEqual([[4]])
  })
})

describe('[W19] an open talk', () => {
  it('is ended by muting, behind its last packet, once', () => {
    say(0)
    say(2)
    expect(packetsOf(uplink.mute(true, 40))).toMatchObject([[{ speaker: 0, slot: 4, talkEnd: true, level: 127 }]])
    expect(uplink.mute(true, 50)).toEqual([])
  })

  it('is ended by leaving', () => {
    say(6)
    expect(packetsOf(uplink.endTalk(80))).toMatchObject([[{ slot: 8, talkEnd: true }]])
  })

  it('takes along what is held', () => {
    begin(0)
    uplink.paced(UNHEARD, GOOD, 10)
    say(2)
    expect(packetsOf(uplink.mute(true, 45))).toMatchObject([[{ slot: 2 }, { slot: 4, talkEnd: true }]])
  })

  it('is none when its own end was sent', () => {
    say(0)
    expect(end(2)).toEqual([[2]])
    expect(uplink.endTalk(30)).toEqual([])
  })

  it('is not ended twice: the end that comes after that of a mute is dropped', () => {
    say(0)
    uplink.mute(true, 10)
    uplink.mute(false, 20)
    expect(end(2)).toEqual([])
  })

  it('is none when none was sent', () => {
    say(0, 0, { ...GOOD, open: false })
    expect(uplink.endTalk(10)).toEqual([])
  })
})

describe('[W23] whether what is said is heard', () => {
  it('is so until the room says otherwise, and again with the end of the talk', () => {
    expect(uplink.isHeard).toBe(true)
    begin(0)
    uplink.paced(UNHEARD, GOOD, 40)
    expect(uplink.isHeard).toBe(false)
    end(2)
    expect(uplink.isHeard).toBe(true)
  })

  it('is not asked while nothing is said: a word about a talk that is over changes nothing', () => {
    begin(0)
    end(2)
    uplink.paced(UNHEARD, GOOD, 60)
    expect(uplink.isHeard).toBe(true)
  })

  it('[W24] is not news at every breath: after a talk-start the room has a second to answer', () => {
    begin(0)
    uplink.paced(UNHEARD, GOOD, 40)
    begin(50)
    uplink.paced(UNHEARD, GOOD, 540)
    begin(100)
    uplink.tick(GOOD, 1_999)
    expect(uplink.isHeard).toBe(false)
    uplink.tick(GOOD, 2_000)
    expect(uplink.isHeard).toBe(true)
  })

  it('is so at once when the room says so', () => {
    begin(0)
    uplink.paced(UNHEARD, GOOD, 40)
    uplink.paced({ heard: true, messageMs: 20 }, GOOD, 3_000)
    expect(uplink.isHeard).toBe(true)
  })
})

describe('a narrow line', () => {
  it('[W22] takes messages as long as it needs, after a talk-start too', () => {
    uplink.lengthen(60, GOOD, 0)
    expect(begin(0)).toEqual([])
    expect(say(2)).toEqual([])
    expect(say(4)).toEqual([[0, 2, 4]])
  })

  it('[C30] takes longer ones where the room asks for them, and its own again when the room does not', () => {
    uplink.lengthen(40, GOOD, 0)
    begin(0)
    expect(slotsOf(uplink.paced(UNHEARD, GOOD, 0))).toEqual([])
    for (let slot = 2; slot < 18; slot += 2) expect(say(slot)).toEqual([])
    expect(say(18)).toHaveLength(1)
    uplink.paced({ heard: true, messageMs: 20 }, GOOD, 190)
    expect(say(20)).toEqual([])
    expect(say(22)).toEqual([[20, 22]])
  })

  it('sends what is held when it takes shorter messages again', () => {
    uplink.lengthen(60, GOOD, 0)
    begin(0)
    expect(slotsOf(uplink.lengthen(20, GOOD, 10))).toEqual([[0]])
  })

  it('is given nothing while what stands in it drains', () => {
    begin(0)
    uplink.drain(500)
    expect(say(2, 20)).toEqual([])
    expect(say(50, 500)).toEqual([[50]])
  })

  it('is judged by how much was too old to be sent', () => {
    begin(0)
    uplink.drain(500)
    say(2, 20)
    say(50, 500)
    expect(uplink.takeCounts()).toEqual({ captured: 3, dropped: 1 })
    expect(uplink.takeCounts()).toEqual({ captured: 0, dropped: 0 })
  })

  it('has dropped nothing that nobody wanted to send', () => {
    uplink.mute(true, 0)
    say(0)
    uplink.mute(false, 0)
    say(2, 20, { ...GOOD, open: false })
    expect(uplink.takeCounts().dropped).toBe(0)
  })
})
