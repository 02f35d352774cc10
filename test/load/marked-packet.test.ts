/** The packets of a load: what they carry, and how they are counted without being read. */

import { expect, it } from 'vitest'
import { countWithin, readMark, talkEndAfter, writeMarked } from '../../bench/load/marked-packet.ts'
import { stampMessage, unbundle } from '../../src/protocol/audio-message.ts'

const mark = (sequence: number, speaker = 1) => ({ speaker, sequence, readyAtMs: 12.5 })
const message = (...sequences: number[]) => Buffer.concat(sequences.map((sequence) => writeMarked(mark(sequence))))

it('carry their mark through a room', () => {
  const bytes = writeMarked({ speaker: 300, sequence: 70_000, readyAtMs: 1234.5678 })
  expect(stampMessage(bytes, 77)).toBe(1)
  const reading = unbundle(bytes)
  expect(reading.ok && reading.packets.map(({ payload }) => readMark(payload))).toEqual([
    { speaker: 300, sequence: 70_000, readyAtMs: 1234.5678 },
  ])
})

it('are 100 bytes long, one slot number for every 10 ms, and the first begins the talk', () => {
  const reading = unbundle(message(0, 1, 2))
  expect(message(0)).toHaveLength(100)
  expect(reading.ok && reading.packets.map(({ slot, talkStart }) => [slot, talkStart])).toEqual([
    [0, true],
    [2, false],
    [4, false],
  ])
})

it('end with one that a room takes and that carries no mark', () => {
  const bytes = talkEndAfter(5)
  expect(stampMessage(bytes, 1)).toBe(1)
  const reading = unbundle(bytes)
  expect(reading.ok && reading.packets.map(({ slot, talkEnd, payload }) => [slot, talkEnd, readMark(payload)])).toEqual(
    [[10, true, undefined]],
  )
})

it('are counted by their headers, those of the window alone', () => {
  expect(countWithin(message(8, 9, 10, 11, 12), { from: 9, to: 12 })).toBe(3)
  expect(countWithin(Buffer.concat([message(9), talkEndAfter(30)]), { from: 9, to: 12 })).toBe(1)
})

it('are counted as far as they go when the end is cut off, and nothing hangs on a header of zeros', () => {
  expect(countWithin(message(9, 10).subarray(0, 150), { from: 0, to: 99 })).toBe(2)
  expect(countWithin(message(9, 10).subarray(0, 105), { from: 0, to: 99 })).toBe(1)
  expect(countWithin(new Uint8Array(64), { from: 1, to: 99 })).toBe(0)
})
