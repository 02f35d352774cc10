/**
 * [W13, W22] What is heard of a talker in a large room: packets leave in messages of several, and the room passes them on
 * in turns. Cases of a virtual clock; each with many phases of the room's turns to the talker's messages.
 */

import { describe, expect, it } from 'vitest'
import type { Packet } from '../../src/protocol/packet.ts'
import { Listener, spurt, talkEnd } from '../support/listener.ts'
import { seededRandom } from '../support/tone.ts'

const ONE_WAY_MS = 10
/** A turn's timer comes late by up to this. */
const TIMER_LATE_MS = 5
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)

interface Room {
  turnMs: number
  messageMs: number
  seed: number
}

interface Arrival {
  packet: Packet
  atMs: number
}

/** The talk-start leaves at once, what follows in messages; each message waits for the room's next turn. */
function arrivals(packets: readonly Packet[], { turnMs, messageMs, seed }: Room): Arrival[] {
  const random = seededRandom(seed)
  const phaseMs = turnMs * random()
  const lateMs = Array.from({ length: 1_000 }, () => TIMER_LATE_MS * random())
  const arrived: Arrival[] = []
  let held: Packet[] = []
  for (const packet of packets) {
    held.push(packet)
    if (!packet.talkStart && !packet.talkEnd && held.length * 20 < messageMs) continue
    const saidMs = packet.slot * 10 + (packet.payload.length === 0 ? 0 : 20)
    const turn = Math.ceil((saidMs + ONE_WAY_MS - phaseMs) / turnMs)
    const atMs = phaseMs + turn * turnMs + (lateMs[turn] ?? 0) + ONE_WAY_MS
    arrived.push(...held.map((each) => ({ packet: each, atMs })))
    held = []
  }
  return arrived
}

function listening(seconds: number, room: Room): Listener {
  const packets = seconds * 50
  const coming = arrivals([...spurt(100, packets), talkEnd(100 + 2 * packets)], room)
  const listener = new Listener()
  listener.listen((seconds + 3) * 1_000, (nowMs) => {
    for (; coming[0] !== undefined && coming[0].atMs <= nowMs; coming.shift()) {
      listener.buffer.push(coming[0].packet, nowMs)
    }
  })
  return listener
}

describe.each([24, 28, 40, 50, 60])('turns of %i ms', (turnMs) => {
  it('lose nothing and make nothing up', () => {
    for (const seed of SEEDS) {
      const listener = listening(10, { turnMs, messageMs: 20, seed })
      expect(listener.packets().length).toBe(500)
      expect(listener.madeUpMs('stretch') + listener.madeUpMs('conceal')).toBe(0)
    }
  })

  it.each([40, 60])(
    'and messages of %i ms cost a spurt a frame or two of waiting at most, however long it lasts',
    (messageMs) => {
      for (const seed of SEEDS) {
        const listener = listening(30, { turnMs, messageMs, seed })
        expect(listener.packets().length).toBeGreaterThanOrEqual(1_499)
        expect(listener.madeUpMs('conceal')).toBe(0)
        expect(listener.madeUpMs('stretch')).toBeLessThanOrEqual(40)
      }
    },
  )
})
