/** What holds of a jitter buffer whatever the link and the talker do. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { JitterBuffer } from '../../src/audio/jitter-buffer.ts'
import { MAX_STORED_PACKETS } from '../../src/audio/packet-store.ts'
import { FixedPlayoutDelay } from '../../src/audio/playout-delay.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { Listener, QUANTUM_MS, spurt, talkEnd, voicePacket } from '../support/listener.ts'
import { LossyLink } from '../support/lossy-link.ts'

const weather = fc.record({
  seed: fc.integer(),
  delayMs: fc.integer({ min: 0, max: 400 }),
  jitterMs: fc.integer({ min: 0, max: 400 }),
  loss: fc.double({ min: 0, max: 0.6, noNaN: true }),
  duplication: fc.double({ min: 0, max: 1, noNaN: true }),
  ordered: fc.boolean(),
  stalls: fc.array(
    fc
      .record({ fromMs: fc.integer({ min: 0, max: 4000 }), lastsMs: fc.integer({ min: 0, max: 3000 }) })
      .map(({ fromMs, lastsMs }) => ({ fromMs, toMs: fromMs + lastsMs })),
    { maxLength: 3 },
  ),
})

/** Spurts with pauses between, some of which end their talk. */
const talk = fc
  .array(
    fc.record({
      pauseSlots: fc.integer({ min: 0, max: 80 }),
      packets: fc.integer({ min: 1, max: 60 }),
      level: fc.integer({ min: 0, max: 127 }),
      ends: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((spurts) => {
    let slot = 0
    return spurts.flatMap(({ pauseSlots, packets, level, ends }) => {
      const from = slot + pauseSlots
      slot = from + 2 * packets
      return [...spurt(from, packets, { level }), ...(ends ? [talkEnd(slot)] : [])]
    })
  })

/** Anything that the wire can carry, in any order. */
const nonsense = fc.array(
  fc.record({
    packet: fc
      .record({
        slot: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 0xffff_ffff })),
        talkStart: fc.boolean(),
        talkEnd: fc.boolean(),
        durationMs: fc.constantFrom(10, 20, 40, 60),
        level: fc.integer({ min: 0, max: 127 }),
        payload: fc.constantFrom(new Uint8Array(0), Uint8Array.of(1)),
      })
      .map((changes) => voicePacket(0, changes as Partial<Packet>)),
    waitMs: fc.integer({ min: 0, max: 100 }),
  }),
  { maxLength: 200 },
)

/** No slot is played twice, none after a later one. */
function expectInOrder(listener: Listener): void {
  let endSlot = 0
  for (const { slot, slots } of listener.packets()) {
    expect(slot).toBeGreaterThanOrEqual(endSlot)
    endSlot = slot + slots
  }
}

it('plays no slot twice and none backwards, whatever the line does', () => {
  fc.assert(
    fc.property(talk, weather, (packets, conditions) => {
      const listener = new Listener()
      listener.hear(packets, new LossyLink(conditions), 12_000)
      expectInOrder(listener)
      expect(listener.buffer.isIdle).toBe(true)
      expect(listener.buffer.size).toBe(0)
    }),
    { numRuns: 100 },
  )
})

it('plays no slot twice and none backwards, whatever the talker sends, and keeps no more than its bound', () => {
  fc.assert(
    fc.property(nonsense, (arrivals) => {
      const listener = new Listener()
      let nowMs = 0
      for (const { packet, waitMs } of arrivals) {
        nowMs += waitMs
        listener.listen(nowMs)
        listener.buffer.push(packet, nowMs)
        expect(listener.buffer.size).toBeLessThanOrEqual(MAX_STORED_PACKETS)
      }
      listener.listen(nowMs + 3_000)
      expectInOrder(listener)
      expect(listener.buffer.isIdle).toBe(true)
    }),
    { numRuns: 200 },
  )
})

it('makes up no more than 100 ms between two packets', () => {
  fc.assert(
    fc.property(talk, weather, (packets, conditions) => {
      const listener = new Listener()
      listener.hear(packets, new LossyLink(conditions), 12_000)
      let run = 0
      for (const { what } of listener.heard) {
        run = what === 'conceal' || what === 'stretch' ? run + 1 : what === 'packet' ? 0 : run
        expect(run).toBeLessThanOrEqual(10)
      }
    }),
    { numRuns: 50 },
  )
})

it('plays nothing that has waited for more than 400 ms', () => {
  fc.assert(
    fc.property(talk, weather, (packets, conditions) => {
      const listener = new Listener()
      listener.hear(packets, new LossyLink(conditions), 12_000)
      for (const { waitedMs } of listener.packets()) expect(waitedMs).toBeLessThanOrEqual(400 + 2 * QUANTUM_MS)
    }),
    { numRuns: 100 },
  )
})

it('is silent and holds nothing when nothing was ever sent', () => {
  const buffer = new JitterBuffer(new FixedPlayoutDelay(60))
  expect(buffer.next(0)).toBe('silence')
  expect(buffer.next(1e9)).toBe('silence')
})
