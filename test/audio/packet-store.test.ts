/** Keeping packets in order, in bounded memory. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_STORED_PACKETS, PacketStore } from '../../src/audio/packet-store.ts'
import { voicePacket } from '../support/listener.ts'

const slotsOf = (store: PacketStore) => store.packets.map(({ slot }) => slot)

describe('a packet store', () => {
  it('keeps packets in the order of their slots, whatever the order of arrival', () => {
    const store = new PacketStore()
    for (const slot of [6, 2, 8, 4, 0]) store.insert(voicePacket(slot), 0)
    expect(slotsOf(store)).toEqual([0, 2, 4, 6, 8])
  })

  it('[W21] keeps the first of two with the same slot', () => {
    const store = new PacketStore()
    store.insert(voicePacket(4, { level: 10 }), 100)
    store.insert(voicePacket(4, { level: 20 }), 200)
    expect(store.packets).toMatchObject([{ slot: 4, level: 10, arrivedAtMs: 100 }])
  })

  it('copies what it keeps, so that the message can go', () => {
    const store = new PacketStore()
    const payload = Uint8Array.of(1, 2, 3)
    store.insert(voicePacket(0, { payload }), 0)
    payload.fill(9)
    expect([...(store.first?.payload ?? [])]).toEqual([1, 2, 3])
  })

  it('makes room with the oldest when it is full', () => {
    const store = new PacketStore()
    for (let slot = 0; slot < MAX_STORED_PACKETS + 3; slot += 1) store.insert(voicePacket(slot), 0)
    expect(store.size).toBe(MAX_STORED_PACKETS)
    expect(store.first?.slot).toBe(3)
  })

  it('takes nothing that is older than all it has when it is full', () => {
    const store = new PacketStore()
    for (let slot = 10; slot < MAX_STORED_PACKETS + 10; slot += 1) store.insert(voicePacket(slot), 0)
    store.insert(voicePacket(2), 0)
    expect(store.first?.slot).toBe(10)
  })

  it('is ascending, without doubles and within its bound whatever comes', () => {
    const slots = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 300 })
    fc.assert(
      fc.property(slots, (arrivals) => {
        const store = new PacketStore()
        for (const slot of arrivals) {
          store.insert(voicePacket(slot), 0)
          if (slot % 7 === 0) store.shift()
          const kept = slotsOf(store)
          expect(kept.length).toBeLessThanOrEqual(MAX_STORED_PACKETS)
          expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 50 },
    )
  })
})
