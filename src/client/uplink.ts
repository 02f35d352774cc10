/**
 * What goes onto the line of what is said: packets that are still wanted when they arrive, in messages as long as the
 * room asks for. It also knows whether a talk is open on the line, whether that is heard, and ends it when this client is
 * muted or leaves: the room drops what a muted member sends [W16, W19]. Pure.
 */

import { type Packet, packetBytes, readPacket, SILENT_LEVEL, SLOT_MS, writePacket } from '../protocol/packet.ts'
import type { MessageMs, RoomMessageOf } from '../protocol/room-message.ts'
import { Heard } from './heard.ts'
import { type AudioMessage, Packing, SHORTEST_MESSAGE_MS } from './packing.ts'
import { SendQueue } from './send-queue.ts'

/** docs/protocol.md, W22: what waited longer, nobody wants any more. */
const STALE_AFTER_MS = 300
/** A ping that waits longer for its pong stands behind a line that moves nothing; what is sent into it comes late. */
const STUCK_AFTER_MS = 2_000

/** The line as it is when there is something to send. */
export interface LineState {
  /** In the room, on a socket that is open, and awake. */
  open: boolean
  /** The socket's `bufferedAmount`. */
  bufferedBytes: number
  /** How long the last ping has been waiting for its pong; 0 when none is under way. */
  pingWaitsMs: number
}

export type Bytes = Uint8Array<ArrayBuffer>

export class Uplink {
  #queue = new SendQueue()
  #packing = new Packing()
  #heard = new Heard()
  #muted = false
  /** As long as the room asks for, and as long as the line of this client needs. */
  #pacedMs: MessageMs = SHORTEST_MESSAGE_MS
  #leastMs: MessageMs = SHORTEST_MESSAGE_MS
  #drainsUntilMs = Number.NEGATIVE_INFINITY
  #captured = 0
  #dropped = 0
  /** First slot behind what was taken of an open talk. */
  #talkSlot: number | undefined

  /** A new socket has sent nothing and buffers nothing, and the room has not said yet how to send [C30]. */
  reset(): void {
    this.#queue = new SendQueue()
    this.#packing = new Packing()
    this.#heard = new Heard()
    this.#talkSlot = undefined
    this.#pacedMs = SHORTEST_MESSAGE_MS
    this.#packing.resize(this.#leastMs)
    this.#drainsUntilMs = Number.NEGATIVE_INFINITY
  }

  /** Packets taken from the microphone, and those of them that were too old to be sent, since this was last asked. */
  takeCounts(): { captured: number; dropped: number } {
    const counts = { captured: this.#captured, dropped: this.#dropped }
    this.#captured = this.#dropped = 0
    return counts
  }

  /** What stands in the line's queue is too old already: nothing is added until then. */
  drain(untilMs: number): void {
    this.#drainsUntilMs = untilMs
  }

  /** Whether the room asks for longer messages than the shortest. */
  get isPaced(): boolean {
    return this.#pacedMs > SHORTEST_MESSAGE_MS
  }

  /** The line of this client takes no shorter messages than these [W22]. */
  lengthen(leastMs: MessageMs, line: LineState, nowMs: number): Bytes[] {
    this.#leastMs = leastMs
    return this.#sendHeld(this.#resize(), line, nowMs)
  }

  /** Whether what is said is passed on; true while nothing is. */
  get isHeard(): boolean {
    return this.#heard.now
  }

  /** Takes a packet of the capture worklet; returns the messages that are to be sent now. */
  captured(bytes: Bytes, line: LineState, nowMs: number): Bytes[] {
    const packet = readPacket(bytes)
    this.#captured += 1
    if (!this.#isWanted(line, nowMs)) return this.#dropHeld(line)
    if (packet.payload.length === 0 && this.#talkSlot === undefined) return [] // the end of a talk that was ended here
    return this.#handOver(this.#take(packet, bytes, nowMs))
  }

  /** The room says how to send. What is held leaves when messages become shorter. */
  paced(
    { heard, messageMs }: Pick<RoomMessageOf<'pace'>, 'heard' | 'messageMs'>,
    line: LineState,
    nowMs: number,
  ): Bytes[] {
    if (this.#talkSlot !== undefined) this.#heard.paced(heard)
    this.#pacedMs = messageMs
    return this.#sendHeld(this.#resize(), line, nowMs)
  }

  /** Muting: returns what ends an open talk, to be sent before the room knows of it. */
  mute(muted: boolean, nowMs: number): Bytes[] {
    this.#muted = muted
    return muted ? this.endTalk(nowMs) : []
  }

  /** What is held, and the packet that ends the open talk; nothing when none is open. */
  endTalk(nowMs: number): Bytes[] {
    if (this.#talkSlot === undefined) return []
    const payload = new Uint8Array(0)
    const header = { speaker: 0, talkStart: false, talkEnd: true, durationMs: 20, level: SILENT_LEVEL } as const
    const end = { ...header, slot: this.#talkSlot, payload }
    const bytes = new Uint8Array(packetBytes(end))
    writePacket(end, bytes)
    return this.#handOver(this.#take(end, bytes, nowMs))
  }

  nextDeadlineMs(): number | undefined {
    const deadlines = [this.#packing.nextDeadlineMs(), this.#heard.nextDeadlineMs()].filter((at) => at !== undefined)
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(line: LineState, nowMs: number): Bytes[] {
    this.#heard.tick(nowMs)
    if (nowMs < (this.#packing.nextDeadlineMs() ?? Number.POSITIVE_INFINITY)) return []
    return this.#sendHeld(this.#packing.flush(), line, nowMs)
  }

  #take({ talkStart, talkEnd, slot, durationMs, payload }: Packet, bytes: Bytes, nowMs: number): AudioMessage[] {
    if (talkStart) this.#pacedMs = SHORTEST_MESSAGE_MS
    const before = talkStart ? this.#resize() : []
    if (talkStart) this.#heard.spurtBegan(nowMs)
    if (talkEnd) this.#heard.talkEnded()
    this.#talkSlot = talkEnd ? undefined : slot + durationMs / SLOT_MS
    const complete = this.#packing.push(bytes, payload.length === 0 ? 0 : durationMs, nowMs)
    return [...before, ...complete, ...(talkEnd ? this.#packing.flush() : [])]
  }

  #resize(): AudioMessage[] {
    return this.#packing.resize(Math.max(this.#pacedMs, this.#leastMs))
  }

  #isWanted({ open, bufferedBytes, pingWaitsMs }: LineState, nowMs: number): boolean {
    if (!open || this.#muted || pingWaitsMs > STUCK_AFTER_MS || nowMs < this.#drainsUntilMs) return false
    return this.#queue.ageMs(bufferedBytes, nowMs) <= STALE_AFTER_MS
  }

  #sendHeld(messages: AudioMessage[], line: LineState, nowMs: number): Bytes[] {
    return this.#isWanted(line, nowMs) ? this.#handOver(messages) : []
  }

  /** What is held is older than what nobody wants. */
  #dropHeld({ open }: LineState): Bytes[] {
    if (open && !this.#muted) this.#dropped += 1
    this.#packing.clear()
    return []
  }

  #handOver(messages: AudioMessage[]): Bytes[] {
    for (const { bytes, sinceMs } of messages) this.#queue.sent(bytes.length, sinceMs)
    return messages.map(({ bytes }) => bytes)
  }
}
