/** What arrived, counted from headers. */

import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { Receptions } from '../../src/client/receptions.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { MAX_REPORTED_SPEAKERS } from '../../src/protocol/client-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { spurt, talkEnd, voicePacket } from '../support/listener.ts'

let receptions: Receptions
beforeEach(() => {
  receptions = new Receptions()
})

const count = (...packets: Packet[]) => receptions.count(bundle(packets))
const from = (speaker: number, packets: Packet[]) => packets.map((packet) => ({ ...packet, speaker }))

describe('[C29] of each speaker', () => {
  it('it knows the newest slot and how many packets came, and begins anew when asked', () => {
    count(...from(7, spurt(100, 3)), ...from(9, spurt(0, 1)))
    expect(receptions.take()).toEqual([
      { member: 7, slot: 104, received: 3, lost: 0 },
      { member: 9, slot: 0, received: 1, lost: 0 },
    ])
    expect(receptions.take()).toEqual([])
    count(...from(7, [voicePacket(106)]))
    expect(receptions.take()).toEqual([{ member: 7, slot: 106, received: 1, lost: 0 }])
  })

  it('[W20] a gap of up to 100 ms is loss, told in packets', () => {
    count(voicePacket(0), voicePacket(4), voicePacket(6), voicePacket(18))
    expect(receptions.take()).toMatchObject([{ received: 4, lost: 1 + 5 }])
  })

  it('[W20] loss is seen across reports', () => {
    count(voicePacket(0))
    receptions.take()
    count(voicePacket(6))
    expect(receptions.take()).toMatchObject([{ received: 1, lost: 2 }])
  })

  it('[W20] a longer gap, or one before a talk-start, was not sent', () => {
    count(voicePacket(0), voicePacket(14), ...spurt(20, 2))
    expect(receptions.take()).toMatchObject([{ received: 4, lost: 0 }])
  })

  it('loss before a talk-end that comes alone is loss too, and behind it begins something new', () => {
    count(voicePacket(0), talkEnd(4), ...spurt(4, 1))
    expect(receptions.take()).toMatchObject([{ slot: 4, received: 3, lost: 1 }])
  })

  it('[W21] what comes twice or late has come, and nothing is lost by it', () => {
    count(voicePacket(0), voicePacket(2), voicePacket(2), voicePacket(0))
    expect(receptions.take()).toMatchObject([{ slot: 2, received: 4, lost: 0 }])
  })

  it('a number that was somebody else’s begins anew', () => {
    count(voicePacket(5_000))
    receptions.forget(1)
    count(voicePacket(3))
    expect(receptions.take()).toEqual([{ member: 1, slot: 3, received: 1, lost: 0 }])
  })
})

it('[C29] names no more speakers than a report takes; the others are in the next', () => {
  for (let speaker = 1; speaker <= 70; speaker += 1) count(...from(speaker, spurt(0, 1)))
  expect(receptions.take().length).toBe(MAX_REPORTED_SPEAKERS)
  expect(receptions.take().map(({ member }) => member)).toEqual([65, 66, 67, 68, 69, 70])
})

it('counts what is well-formed of any bytes, and never throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => receptions.count(bytes)))
  count(voicePacket(0))
  const broken = new Uint8Array([...bundle([voicePacket(2)]), 0, 1, 2])
  receptions.clear()
  receptions.count(broken)
  expect(receptions.take()).toMatchObject([{ slot: 2, received: 1 }])
})
