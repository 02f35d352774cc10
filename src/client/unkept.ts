/**
 * What this client has said and the server has not confirmed: every packet since it was captured, whether it was sent or
 * not. What was sent counts as on its way for as long as the connection that carried it lasts; only what the room keeps of
 * this connection is given up here [C34, K3]. Pure.
 *
 * Next: src/client/session-keeping.ts
 */

import { behind, durationMsAt, isTalkEndAt, slotAt, viewOf } from '../protocol/packet.ts'
import type { KeptSlots } from './clip-details.ts'
import type { Bytes } from './uplink.ts'

/** 3 h at 24 kb/s: what a line that is down for longer has lost is no conversation any more. */
export const MAX_UNKEPT_BYTES = 32 * 1024 * 1024
/** Five times as long as a packet waits for its message to be full [C30]: what has not been sent by then never will be. */
const UNSENT_AFTER_MS = 1_000
/** The room ships each second; what it has not confirmed after ten of them, it may have dropped. */
const UNCONFIRMED_AFTER_MS = 10_000

interface HeldPacket {
  readonly bytes: Bytes
  readonly audioMs: number
  readonly capturedAtMs: number
  /** When it was sent on the connection that there is; undefined when it was not. */
  sentAtMs: number | undefined
}

export class Unkept {
  /** By slot, ascending: the order in which they were captured. */
  readonly #held = new Map<number, HeldPacket>()
  #lastSlot = -1
  #isTalkOpen = false
  #bytes = 0
  #ms = 0

  get isEmpty(): boolean {
    return this.#held.size === 0
  }

  get bytes(): number {
    return this.#bytes
  }

  /** How much audio is held. */
  get ms(): number {
    return this.#ms
  }

  packets(): Bytes[] {
    return [...this.#held.values()].map(({ bytes }) => bytes)
  }

  /**
   * A packet of the capture worklet, said while it is kept or not: the end of a talk that is held is held in any case.
   * Answers whether it is held; `full` when there is no place for it.
   */
  captured(bytes: Bytes, isKept: boolean, nowMs: number): boolean | 'full' {
    const view = viewOf(bytes)
    const isWanted = durationMsAt(view, 0) === 0 ? this.#isTalkOpen : isKept
    if (!isWanted || slotAt(view, 0) <= this.#lastSlot) return false
    if (this.#bytes + bytes.length > MAX_UNKEPT_BYTES) return 'full'
    this.#hold(bytes, { capturedAtMs: nowMs, sentAtMs: undefined })
    return true
  }

  /** A message has gone onto the line. Returns what is held only now: the end that the uplink gave to an open talk. */
  sent(message: Bytes, nowMs: number): Bytes[] {
    const view = viewOf(message)
    const ends: Bytes[] = []
    for (let at = 0; at < message.length; at = behind(view, at)) {
      const slot = slotAt(view, at)
      const held = this.#held.get(slot)
      if (held !== undefined) held.sentAtMs = nowMs
      else if (this.#isTalkOpen && isTalkEndAt(view, at) && slot > this.#lastSlot) {
        ends.push(this.#hold(message.slice(at, behind(view, at)), { capturedAtMs: nowMs, sentAtMs: nowMs }))
      }
    }
    return ends
  }

  /** The room has stored what was sent on this connection in these slots. */
  kept({ from, to }: KeptSlots): void {
    for (const [slot, { sentAtMs }] of this.#held) {
      if (slot > to) return
      if (slot >= from && sentAtMs !== undefined) this.#drop(slot)
    }
  }

  /** The connection is gone, and with it whatever the room may still have said of it. */
  lost(): void {
    for (const held of this.#held.values()) held.sentAtMs = undefined
  }

  /**
   * What is to be posted, up to `maxBytes` in the order of the slots: what was not sent, and what was sent and is not
   * confirmed. `isLast`: nothing more will be sent, so that whatever was not need not wait for it.
   */
  overdue(maxBytes: number, isLast: boolean, nowMs: number): Bytes[] {
    const overdue: Bytes[] = []
    let length = 0
    for (const { bytes, capturedAtMs, sentAtMs } of this.#held.values()) {
      const isDue =
        sentAtMs === undefined
          ? isLast || nowMs - capturedAtMs >= UNSENT_AFTER_MS
          : nowMs - sentAtMs >= UNCONFIRMED_AFTER_MS
      if (!isDue) continue
      length += bytes.length
      if (length > maxBytes) break
      overdue.push(bytes)
    }
    return overdue
  }

  /** These are answered for. */
  settle(packets: readonly Bytes[]): void {
    for (const bytes of packets) this.#drop(slotAt(viewOf(bytes), 0))
  }

  clear(): void {
    this.#held.clear()
    this.#isTalkOpen = false
    this.#bytes = this.#ms = 0
  }

  #hold(bytes: Bytes, when: Pick<HeldPacket, 'capturedAtMs' | 'sentAtMs'>): Bytes {
    const view = viewOf(bytes)
    const slot = slotAt(view, 0)
    const audioMs = durationMsAt(view, 0)
    this.#held.set(slot, { bytes, audioMs, ...when })
    this.#lastSlot = slot
    this.#isTalkOpen = !isTalkEndAt(view, 0)
    this.#bytes += bytes.length
    this.#ms += audioMs
    return bytes
  }

  #drop(slot: number): void {
    const held = this.#held.get(slot)
    if (held === undefined) return
    this.#held.delete(slot)
    this.#bytes -= held.bytes.length
    this.#ms -= held.audioMs
  }
}
