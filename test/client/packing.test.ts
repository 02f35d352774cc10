/** Packets in messages: the bounds of the wire, and whatever a talker does. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Packing } from '../../src/client/packing.ts'
import {
  bundle,
  MAX_CLIENT_MESSAGE_BYTES,
  MAX_PACKETS_PER_MESSAGE,
  unbundle,
} from '../../src/protocol/audio-message.ts'
import { MESSAGE_MS } from '../../src/protocol/room-message.ts'
import { voicePacket } from '../support/listener.ts'

const packet = (slot: number, payloadBytes = 1, durationMs: 10 | 20 = 20) =>
  Uint8Array.from(
    bundle([voicePacket(slot, { speaker: 0, durationMs, payload: new Uint8Array(payloadBytes).fill(1) })]),
  )

const slotsOf = (bytes: Uint8Array) => {
  const reading = unbundle(bytes)
  return reading.ok ? reading.packets.map(({ slot }) => slot) : []
}

it('[W10] never makes a message longer than a room takes', () => {
  const packing = new Packing()
  packing.resize(200)
  const messages = Array.from({ length: 10 }, (_, index) =>
    packing.push(packet(2 * index, 1_275), 20, 20 * index),
  ).flat()
  for (const { bytes } of messages) expect(bytes.length).toBeLessThanOrEqual(MAX_CLIENT_MESSAGE_BYTES)
  expect([...messages, ...packing.flush()].flatMap(({ bytes }) => slotsOf(bytes))).toEqual(
    Array.from({ length: 10 }, (_, index) => 2 * index),
  )
})

it('[W10] nor one of more packets', () => {
  const packing = new Packing()
  packing.resize(200)
  // Empty packets hold no audio and fill no message.
  const messages = Array.from({ length: 25 }, (_, index) => packing.push(packet(index), 0, index)).flat()
  expect(messages.map(({ bytes }) => slotsOf(bytes).length)).toEqual([MAX_PACKETS_PER_MESSAGE])
})

it('keeps every packet, in order, and each for no longer than a message lasts', () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 150 }),
    bytes: fc.integer({ min: 1, max: 1_275 }),
    durationMs: fc.constantFrom(10, 20),
    messageMs: fc.option(fc.constantFrom(...MESSAGE_MS), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const packing = new Packing()
      const sent: number[] = []
      let nowMs = 0
      const take = (messages: { bytes: Uint8Array; sinceMs: number }[]) => {
        for (const { bytes, sinceMs } of messages) {
          expect(nowMs - sinceMs).toBeLessThanOrEqual(200)
          sent.push(...slotsOf(bytes))
        }
      }
      steps.forEach(({ waitMs, bytes, durationMs, messageMs }, index) => {
        const untilMs = nowMs + waitMs
        const dueMs = packing.nextDeadlineMs() ?? Number.POSITIVE_INFINITY
        if (dueMs <= untilMs) {
          nowMs = dueMs
          take(packing.flush())
        }
        nowMs = untilMs
        if (messageMs !== undefined) take(packing.resize(messageMs))
        take(packing.push(packet(index, bytes, durationMs), durationMs, nowMs))
      })
      take(packing.flush())
      expect(sent).toEqual(steps.map((_, index) => index))
    }),
    { numRuns: 100 },
  )
})
