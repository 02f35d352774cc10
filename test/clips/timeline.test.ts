/** Timelines: what a clip is made of, whatever packets there are. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_LINE_MS, type Part } from '../../src/clips/gapless-line.ts'
import { opusDurationMs } from '../../src/clips/opus-packet.ts'
import { timelineOf } from '../../src/clips/timeline.ts'
import { type Packet, SILENT_LEVEL, SLOT_MS } from '../../src/protocol/packet.ts'
import { anyPackets, opusPayload, row, spoken, timelineFrom } from './spoken.ts'

const shapeOf = (parts: readonly Part[]) => parts.map(({ atMs, durationMs, isFiller }) => [atMs, durationMs, isFiller])

describe('timelineOf', () => {
  it('puts packets in order and counts from the first', () => {
    const timeline = timelineFrom([spoken(104), spoken(100), spoken(102)])
    expect(timeline).toMatchObject({ firstSlot: 100, durationMs: 60, channels: 1 })
    expect(shapeOf(timeline.parts)).toEqual([
      [0, 20, false],
      [20, 20, false],
      [40, 20, false],
    ])
  })

  it('fills a gap with as few silent packets as it takes', () => {
    const { parts } = timelineFrom([spoken(0), spoken(17)])
    expect(shapeOf(parts)).toEqual([
      [0, 20, false],
      [20, 120, true],
      [140, 30, true],
      [170, 20, false],
    ])
    expect(parts[1]?.level).toBe(SILENT_LEVEL)
  })

  it('lets the earlier of two overlapping packets win, and of two for one slot the first that came', () => {
    const first = spoken(10, { durationMs: 60, level: 1 })
    const { parts } = timelineFrom([spoken(14), first, spoken(10, { durationMs: 60, level: 2 }), spoken(16)])
    expect(parts.map(({ level }) => level)).toEqual([1, 30])
  })

  it.each([
    ['a payload that is not Opus', { payload: Uint8Array.of(3) }],
    ['a payload of another length than it says', { payload: opusPayload(40, 1) }],
    ['a talk-end alone', { payload: new Uint8Array(), talkEnd: true }],
  ])('passes over %s, which leaves its slot to another', (_, changes) => {
    const good = spoken(10)
    expect(timelineFrom([spoken(10, changes), good, spoken(20, changes)]).parts).toMatchObject([
      { payload: good.payload },
    ])
    expect(timelineOf([spoken(10, changes)])).toBeUndefined()
  })

  it('is stereo when any packet is', () => {
    const payload = opusPayload(20, 1)
    payload[0] = 0b1100
    expect(timelineFrom([...row(0, 3), spoken(9, { payload })]).channels).toBe(2)
  })

  it('leaves out what is so far away that the silence before it would fill the memory', () => {
    const lastSlot = MAX_LINE_MS / SLOT_MS
    expect(timelineFrom([spoken(0), spoken(0xffff_ffff)]).durationMs).toBe(20)
    expect(timelineFrom([spoken(0), spoken(lastSlot - 2)]).durationMs).toBe(MAX_LINE_MS)
    expect(timelineFrom([spoken(0), spoken(lastSlot - 1)]).durationMs).toBe(20)
  })
})

describe('any packets', () => {
  it('make a line without gaps, in which every part is an Opus packet of its length', () => {
    fc.assert(
      fc.property(anyPackets, (packets) => {
        const { parts, durationMs } = timelineOf(packets) ?? { parts: [], durationMs: 0 }
        let endMs = 0
        for (const part of parts) {
          expect(part.atMs).toBe(endMs)
          expect(opusDurationMs(part.payload)).toBe(part.durationMs)
          endMs += part.durationMs
        }
        expect(durationMs).toBe(endMs)
      }),
    )
  })

  it('last from the first that is kept to the end of the last, with no filler at either end', () => {
    fc.assert(
      fc.property(anyPackets, (packets) => {
        const timeline = timelineOf(packets)
        if (timeline === undefined) return
        expect(timeline.parts[0]?.isFiller).toBe(false)
        expect(timeline.parts.at(-1)?.isFiller).toBe(false)
        const last = timeline.parts.at(-1) as Part
        const from = packets.filter(({ slot }) => slot === timeline.firstSlot + last.atMs / SLOT_MS)
        expect(from.map(({ payload }) => payload)).toContain(last.payload)
      }),
    )
  })

  it('keep every payload that is well-formed and overlaps none before it, byte for byte, and no other', () => {
    fc.assert(
      fc.property(anyPackets, (packets) => {
        const expected = keptOf(packets)
        const parts = timelineOf(packets)?.parts ?? []
        expect(parts.filter(({ isFiller }) => !isFiller).map(({ payload }) => payload)).toEqual(expected)
      }),
    )
  })
})

/** The rules once more, in the plainest way. */
function keptOf(packets: readonly Packet[]): Uint8Array[] {
  const audio = packets.filter(({ payload, durationMs }) => opusDurationMs(payload) === durationMs)
  const first = Math.min(...audio.map(({ slot }) => slot))
  const taken = new Set<number>()
  const kept: Uint8Array[] = []
  for (const { slot, durationMs, payload } of audio.toSorted((a, b) => a.slot - b.slot)) {
    const slots = Array.from({ length: durationMs / SLOT_MS }, (_, index) => slot + index)
    const endMs = (slot - first) * SLOT_MS + durationMs
    if (endMs > MAX_LINE_MS || slots.some((one) => taken.has(one))) continue
    for (const one of slots) taken.add(one)
    kept.push(payload)
  }
  return kept
}
