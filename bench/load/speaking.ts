/**
 * Speakers of a load: each a packet every 20 ms, by the clock and not by the last timer, out of step with each other.
 *
 * Next: bench/load/ear.ts
 */

import { EXPECTED, type Fates } from './arrivals.ts'
import type { Histogram } from './histogram.ts'
import type { Line, Sending } from './line.ts'
import { FRAME_MS, talkEndAfter, type Window, writeMarked } from './marked-packet.ts'

export class Speaker {
  /** Within the window. */
  readonly counts: Record<Sending, number> = { sent: 0, unheard: 0, offline: 0 }
  readonly fates: Fates
  readonly #line: Line
  readonly #index: number
  readonly #window: Window

  constructor(line: Line, index: number, window: Window) {
    this.#line = line
    this.#index = index
    this.#window = window
    this.fates = new Uint8Array(window.to - window.from)
  }

  say(sequence: number): void {
    const became = this.#line.send(writeMarked({ speaker: this.#index, sequence, readyAtMs: performance.now() }))
    const at = sequence - this.#window.from
    if (at < 0 || sequence >= this.#window.to) return
    this.counts[became] += 1
    if (became === 'sent') this.fates[at] = EXPECTED
  }

  endTalk(packets: number): void {
    this.#line.send(talkEndAfter(packets))
  }
}

export interface Talk {
  /** `performance.now()` of the first packet. */
  startAtMs: number
  /** How many packets each speaker sends. */
  packets: number
  /** Receives how late each packet leaves, beside its time by the clock. */
  lateness: Histogram
}

/** Lets all speak; resolves when they have ended their talks. */
export async function speak(speakers: readonly Speaker[], { startAtMs, packets, lateness }: Talk): Promise<void> {
  const stepMs = FRAME_MS / speakers.length
  const steps = packets * speakers.length
  for (let step = 0; step < steps; ) {
    const nowMs = performance.now()
    for (; step < steps && startAtMs + step * stepMs <= nowMs; step += 1) {
      lateness.add(nowMs - (startAtMs + step * stepMs))
      speakers[step % speakers.length]?.say(Math.floor(step / speakers.length))
    }
    await until(startAtMs + step * stepMs)
  }
  for (const speaker of speakers) speaker.endTalk(packets)
}

/** Lets the sockets have their turn even when it is late already. */
function until(atMs: number): Promise<void> {
  const waitMs = atMs - performance.now()
  return new Promise((resolve) => {
    if (waitMs > 0) setTimeout(resolve, waitMs)
    else setImmediate(resolve)
  })
}
