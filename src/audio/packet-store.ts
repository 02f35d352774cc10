/**
 * The packets of one speaker that wait to be played, in the order of their slots. Memory is bounded and reused: packets
 * are copied in, for a view would keep the whole message alive that it came in.
 */

import { MAX_OPUS_BYTES, type Packet, SLOT_MS } from '../protocol/packet.ts'

/** 640 ms in the shortest packets: half as much again as the jitter buffer ever plays from. */
export const MAX_STORED_PACKETS = 64

export interface StoredPacket {
  slot: number
  /** First slot behind it. */
  endSlot: number
  talkStart: boolean
  talkEnd: boolean
  level: number
  payload: Uint8Array
  arrivedAtMs: number
}

interface Shelf extends StoredPacket {
  readonly bytes: Uint8Array<ArrayBuffer>
}

export class PacketStore {
  /** Ascending by slot. */
  readonly #stored: Shelf[] = []
  readonly #free: Shelf[] = []

  get first(): StoredPacket | undefined {
    return this.#stored[0]
  }

  get last(): StoredPacket | undefined {
    return this.#stored[this.#stored.length - 1]
  }

  get size(): number {
    return this.#stored.length
  }

  get packets(): readonly StoredPacket[] {
    return this.#stored
  }

  /** Copies a packet in, unless its slot is there already: then false. When the store is full the oldest packet makes room. */
  insert(packet: Packet, arrivedAtMs: number): boolean {
    let at = this.#stored.length
    while (at > 0 && this.#slotAt(at - 1) > packet.slot) at -= 1
    if (at > 0 && this.#slotAt(at - 1) === packet.slot) return false
    if (this.#stored.length === MAX_STORED_PACKETS) {
      if (at === 0) return false
      this.shift()
      at -= 1
    }
    this.#stored.splice(at, 0, fill(this.#free.pop() ?? emptyShelf(), packet, arrivedAtMs))
    return true
  }

  /** Takes the first packet out. What it returns is valid until the next `insert`. */
  shift(): StoredPacket | undefined {
    const shelf = this.#stored.shift()
    if (shelf !== undefined) this.#free.push(shelf)
    return shelf
  }

  #slotAt(index: number): number {
    return this.#stored[index]?.slot ?? 0
  }
}

function emptyShelf(): Shelf {
  const bytes = new Uint8Array(MAX_OPUS_BYTES)
  return { bytes, payload: bytes, slot: 0, endSlot: 0, talkStart: false, talkEnd: false, level: 0, arrivedAtMs: 0 }
}

function fill(shelf: Shelf, packet: Packet, arrivedAtMs: number): Shelf {
  shelf.bytes.set(packet.payload)
  shelf.payload = shelf.bytes.subarray(0, packet.payload.length)
  shelf.slot = packet.slot
  shelf.endSlot = packet.slot + packet.durationMs / SLOT_MS
  shelf.talkStart = packet.talkStart
  shelf.talkEnd = packet.talkEnd
  shelf.level = packet.level
  shelf.arrivedAtMs = arrivedAtMs
  return shelf
}
