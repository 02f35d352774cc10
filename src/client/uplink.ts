/**
 * Which packets go onto the line: those that are still wanted when they arrive. It also knows whether a talk is open
 * on the line, and ends it when this client is muted or leaves: the room drops what a muted member sends [W16, W19]. Pure.
 */

import { packetBytes, readPacket, SILENT_LEVEL, SLOT_MS, writePacket } from '../protocol/packet.ts'
import { SendQueue } from './send-queue.ts'

/** docs/protocol.md, W22: what waited longer, nobody wants any more. */
const STALE_AFTER_MS = 300
/** A ping that waits longer for its pong stands behind a line that moves nothing; what is sent into it comes late. */
const STUCK_AFTER_MS = 2_000

/** The line as it is when a packet is ready. */
export interface LineState {
  /** In the room, on a socket that is open. */
  open: boolean
  /** The socket's `bufferedAmount`. */
  bufferedBytes: number
  /** How long the last ping has been waiting for its pong; 0 when none is under way. */
  pingWaitsMs: number
}

export class Uplink {
  #queue = new SendQueue()
  #muted = false
  /** First slot behind what was sent of an open talk. */
  #talkSlot: number | undefined

  /** A new socket has sent nothing and buffers nothing. */
  reset(): void {
    this.#queue = new SendQueue()
    this.#talkSlot = undefined
  }

  /** Whether this packet is to be sent now; if not, it is to be dropped. */
  admits(packet: Uint8Array, line: LineState, nowMs: number): boolean {
    const { talkEnd, slot, durationMs, payload } = readPacket(packet)
    if (!line.open || this.#muted || line.pingWaitsMs > STUCK_AFTER_MS) return false
    if (this.#queue.ageMs(line.bufferedBytes, nowMs) > STALE_AFTER_MS) return false
    if (payload.length === 0 && this.#talkSlot === undefined) return false // the end of a talk that was ended here
    this.#queue.sent(packet.length, nowMs)
    this.#talkSlot = talkEnd ? undefined : slot + durationMs / SLOT_MS
    return true
  }

  /** Muting: returns the packet that ends an open talk; to be sent before the room knows of it. */
  mute(muted: boolean): Uint8Array<ArrayBuffer> | undefined {
    this.#muted = muted
    return muted ? this.endTalk() : undefined
  }

  /** The packet that ends the open talk; undefined when there is none. */
  endTalk(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#talkSlot === undefined) return undefined
    const payload = new Uint8Array(0)
    const end = { speaker: 0, talkStart: false, talkEnd: true, durationMs: 20, level: SILENT_LEVEL, payload } as const
    const bytes = new Uint8Array(packetBytes(end))
    writePacket({ ...end, slot: this.#talkSlot }, bytes)
    this.#talkSlot = undefined
    return bytes
  }
}
