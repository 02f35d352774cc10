/** Packets and clips for these tests: the framing is Opus's own, the sound in it is whatever bytes. */

import fc from 'fast-check'
import { type Timeline, timelineOf } from '../../src/clips/timeline.ts'
import { type DurationMs, type Packet, SLOT_MS } from '../../src/protocol/packet.ts'

export const DURATIONS_MS = [10, 20, 40, 60] as const satisfies DurationMs[]

export const TAGS = { speaker: 'Ada Lovelace', room: 'r-1', startedAtMs: Date.UTC(2026, 10, 1), source: 'session-1' }

/** One frame of SILK at narrow band, configs 0–3 by length (RFC 6716 §3.1), with `sound` as its bytes. */
export const opusPayload = (durationMs: DurationMs, ...sound: number[]): Uint8Array =>
  Uint8Array.of(DURATIONS_MS.indexOf(durationMs) << 3, ...sound)

export function spoken(slot: number, changes: Partial<Packet> = {}): Packet {
  const durationMs = changes.durationMs ?? 20
  const payload = opusPayload(durationMs, slot & 0xff, 7)
  return { speaker: 0, talkStart: false, talkEnd: false, durationMs, level: 30, slot, payload, ...changes }
}

/** `count` packets in a row from `slot` on. */
export const row = (slot: number, count: number, durationMs: DurationMs = 20): Packet[] =>
  Array.from({ length: count }, (_, index) => spoken(slot + (index * durationMs) / SLOT_MS, { durationMs }))

export function timelineFrom(packets: readonly Packet[]): Timeline {
  const timeline = timelineOf(packets)
  if (timeline === undefined) throw new Error('These packets hold no audio.')
  return timeline
}

const bytes = (constraints: fc.IntArrayConstraints) => fc.uint8Array(constraints)

/** Well-formed, of one frame, as an encoder would send it. */
const honest = fc
  .record({
    slot: fc.integer({ min: 1000, max: 1300 }),
    durationMs: fc.constantFrom(...DURATIONS_MS),
    level: fc.integer({ min: 0, max: 127 }),
    sound: bytes({ maxLength: 700 }),
    isStereo: fc.boolean(),
  })
  .map(({ slot, durationMs, level, sound, isStereo }) => {
    const payload = opusPayload(durationMs, ...sound)
    if (isStereo) payload[0] = (payload[0] ?? 0) | 0b100
    return spoken(slot, { durationMs, level, payload })
  })

/** Whatever the wire lets through: any bytes, any slot, a duration that may be a lie, nothing but an end. */
const hostile = fc
  .record({
    slot: fc.oneof(fc.integer({ min: 1000, max: 1300 }), fc.integer({ min: 0, max: 0xffff_ffff })),
    durationMs: fc.constantFrom(...DURATIONS_MS),
    payload: bytes({ maxLength: 40 }),
    talkEnd: fc.boolean(),
  })
  .map(({ slot, ...changes }) => spoken(slot, changes))

/** Slots within four seconds but for strangers', in any order, doubles and overlaps among them. */
export const anyPackets = fc.array(fc.oneof({ weight: 4, arbitrary: honest }, { weight: 1, arbitrary: hostile }), {
  maxLength: 60,
})
