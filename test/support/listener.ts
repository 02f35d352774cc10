/**
 * A talker, a line and a listener's jitter buffer under a virtual clock. The listener asks as the audio thread does, every
 * 128 samples, for as long as it needs samples.
 */

import { JitterBuffer } from '../../src/audio/jitter-buffer.ts'
import type { StoredPacket } from '../../src/audio/packet-store.ts'
import { FixedPlayoutDelay } from '../../src/audio/playout-delay.ts'
import { type Packet, SLOT_MS } from '../../src/protocol/packet.ts'
import type { LossyLink } from './lossy-link.ts'

export const QUANTUM_MS = 128 / 48

/** What was heard when; `slot` and the time it waited since its arrival are of a packet. */
export interface Heard {
  what: 'packet' | 'recover' | 'conceal' | 'stretch' | 'silence'
  atMs: number
  slot: number
  slots: number
  waitedMs: number
}

const NO_PACKET = { slot: 0, slots: 1, waitedMs: 0 }

export const voicePacket = (slot: number, changes: Partial<Packet> = {}): Packet => {
  const payload = Uint8Array.of(1)
  return { speaker: 1, talkStart: false, talkEnd: false, durationMs: 20, level: 30, slot, payload, ...changes }
}

export const talkEnd = (slot: number): Packet => voicePacket(slot, { talkEnd: true, payload: new Uint8Array(0) })

/** A spurt of 20 ms packets that begins with a talk-start. */
export const spurt = (fromSlot: number, packets: number, changes: Partial<Packet> = {}): Packet[] =>
  Array.from({ length: packets }, (_, index) =>
    voicePacket(fromSlot + 2 * index, { talkStart: index === 0, ...changes }),
  )

export class Listener {
  readonly buffer = new JitterBuffer(new FixedPlayoutDelay(60))
  readonly heard: Heard[] = []
  #nowMs = 0
  /** Until when samples are there. */
  #suppliedUntilMs = 0

  /** Lets time pass until `untilMs`; each quantum `before` brings what arrives by then. */
  listen(untilMs: number, before: (nowMs: number) => void = () => {}): void {
    for (; this.#nowMs < untilMs; this.#nowMs += QUANTUM_MS) {
      before(this.#nowMs)
      this.#pull(this.#nowMs)
    }
  }

  /** Packets that leave when their audio is complete, over `link`. */
  hear(packets: readonly Packet[], link: LossyLink<Packet>, untilMs: number): void {
    const waiting = [...packets]
    this.listen(untilMs, (nowMs) => {
      for (let next = waiting[0]; next !== undefined && leavesAtMs(next) <= nowMs; next = waiting[0]) {
        link.send(next, leavesAtMs(next))
        waiting.shift()
      }
      for (const { item } of link.receive(nowMs)) this.buffer.push(item, nowMs)
    })
  }

  /** How long after its capture the audio of each packet was heard. */
  delaysMs(): number[] {
    return this.packets().map(({ atMs, slot }) => atMs - slot * SLOT_MS)
  }

  packets(): Heard[] {
    return this.heard.filter(({ what }) => what === 'packet')
  }

  /** How much was made up in place of what was lost, or before what was late. */
  madeUpMs(how: 'recover' | 'conceal' | 'stretch'): number {
    return this.heard.filter(({ what }) => what === how).length * SLOT_MS
  }

  #pull(nowMs: number): void {
    while (this.#suppliedUntilMs < nowMs + QUANTUM_MS) {
      const next = this.buffer.next(nowMs)
      const atMs = Math.max(nowMs, this.#suppliedUntilMs)
      if (next === 'silence') {
        this.#note({ what: 'silence', atMs, ...NO_PACKET })
        this.#suppliedUntilMs = nowMs
        return
      }
      const heard: Heard =
        next === 'conceal' || next === 'stretch' || next === 'recover'
          ? { what: next, atMs, ...NO_PACKET }
          : heardPacket(next, atMs)
      this.#note(heard)
      this.#suppliedUntilMs = atMs + heard.slots * SLOT_MS
    }
  }

  /** Silence is noted once, however long it lasts. */
  #note(heard: Heard): void {
    if (heard.what === 'silence' && (this.heard.at(-1)?.what ?? 'silence') === 'silence') return
    this.heard.push(heard)
  }
}

function heardPacket({ slot, endSlot, arrivedAtMs }: StoredPacket, atMs: number): Heard {
  return { what: 'packet', atMs, slot, slots: endSlot - slot, waitedMs: atMs - arrivedAtMs }
}

const leavesAtMs = ({ slot, durationMs, payload }: Packet): number =>
  slot * SLOT_MS + (payload.length === 0 ? 0 : durationMs)
