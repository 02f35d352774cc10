/**
 * A member who talks: a packet every 20 ms, by the clock and not by the last timer, so that the rate holds. Each carries
 * the moment at which it was sent, so that whoever hears it can tell how old it is.
 */

import { behind, HEADER_BYTES, type Packet, slotAt, speakerAt, viewOf, writePacket } from '../../src/protocol/packet.ts'
import type { Sending } from '../load/line.ts'

const FRAME_MS = 20
const SLOTS_PER_FRAME = 2
/** With the 10 bytes of a header, packets of 100 bytes: 36 kb/s of Opus. */
const PAYLOAD_BYTES = 90
const SENT_AT = 0
const ORDINARY_LEVEL = 30

export interface Mouth {
  send(packet: Uint8Array): Sending
}

export class Voice {
  /** Packets that should have reached everybody. */
  sent = 0
  readonly #mouth: Mouth
  readonly #level: () => number
  readonly #packet = new Uint8Array(HEADER_BYTES + PAYLOAD_BYTES)
  readonly #payload = new Uint8Array(PAYLOAD_BYTES)
  #slot = 0
  #isSpurtNew = true
  #timer: NodeJS.Timeout | undefined

  /** `level` is asked for each packet: 0 (loudest) … 127, −dBov. */
  constructor(mouth: Mouth, level: () => number = () => ORDINARY_LEVEL) {
    this.#mouth = mouth
    this.#level = level
  }

  /** Begins to talk, up to a frame from now: speakers are not in step with each other. */
  start(offsetShare = Math.random()): void {
    let dueAtMs = performance.now() + offsetShare * FRAME_MS
    const speak = () => {
      for (const nowMs = performance.now(); dueAtMs <= nowMs; dueAtMs += FRAME_MS) this.#say({ talkEnd: false })
      this.#timer = setTimeout(speak, Math.max(0, dueAtMs - performance.now()))
    }
    this.#timer = setTimeout(speak, offsetShare * FRAME_MS)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#say({ talkEnd: true })
    this.#isSpurtNew = true
  }

  #say({ talkEnd }: Pick<Packet, 'talkEnd'>): void {
    viewOf(this.#payload).setFloat64(SENT_AT, performance.now())
    const head = {
      speaker: 0,
      durationMs: FRAME_MS,
      level: this.#level(),
      talkStart: this.#isSpurtNew,
      talkEnd,
    } as const
    writePacket({ ...head, slot: this.#slot, payload: this.#payload }, this.#packet)
    const sending = this.#mouth.send(this.#packet)
    // Whoever has lost the line begins anew.
    this.#isSpurtNew = sending === 'offline'
    this.#slot += SLOTS_PER_FRAME
    if (sending === 'sent') this.sent += 1
  }
}

/** When a packet of a voice was sent. */
export const sentAtOf = ({ payload }: Packet): number => viewOf(payload).getFloat64(SENT_AT)

export interface Heard {
  speaker: number
  slot: number
  sentAtMs: number
}

/** Calls `hear` for each packet of a message from the room; the object that it is handed is the same each time. */
export function eachHeard(message: Uint8Array, hear: (packet: Readonly<Heard>) => void): void {
  const view = viewOf(message)
  for (let at = 0; at < view.byteLength; at = behind(view, at)) {
    heard.speaker = speakerAt(view, at)
    heard.slot = slotAt(view, at)
    heard.sentAtMs = view.getFloat64(at + HEADER_BYTES + SENT_AT)
    hear(heard)
  }
}

const heard: Heard = { speaker: 0, slot: 0, sentAtMs: 0 }
