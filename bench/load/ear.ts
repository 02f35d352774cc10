/**
 * A listener's ear: counts what comes by a glance at the headers, and reads every packet whole for as long as a probe
 * wants to know more.
 *
 * Next: bench/load/generator.ts
 */

import { unbundle } from '../../src/protocol/audio-message.ts'
import type { Arrivals } from './arrivals.ts'
import type { Histogram } from './histogram.ts'
import { countWithin, type Mark, readMark, type Window } from './marked-packet.ts'

/** Told of every packet that carries a mark, with the time of its arrival. */
export interface Probe {
  heard(mark: Mark, atMs: number): void
  malformed(): void
}

export class Ear {
  /** Packets of the window that have come, duplicates among them. */
  delivered = 0
  probe: Probe | undefined
  readonly #window: Window

  constructor(window: Window) {
    this.#window = window
  }

  hear(bytes: Uint8Array): void {
    this.delivered += countWithin(bytes, this.#window)
    if (this.probe !== undefined) examine(bytes, this.probe)
  }
}

function examine(bytes: Uint8Array, probe: Probe): void {
  const atMs = performance.now()
  const reading = unbundle(bytes)
  if (!reading.ok) probe.malformed()
  for (const { payload } of reading.ok ? reading.packets : []) {
    const mark = readMark(payload)
    if (mark !== undefined) probe.heard(mark, atMs)
  }
}

/** Follows every packet of the window: when it came, and whether it came once and in order. */
export class SampleProbe implements Probe {
  received = 0
  malformedMessages = 0
  readonly arrivals: Arrivals
  readonly #delay: Histogram

  constructor(arrivals: Arrivals, delay: Histogram) {
    this.arrivals = arrivals
    this.#delay = delay
  }

  heard(mark: Mark, atMs: number): void {
    if (!this.arrivals.take(mark)) return
    this.received += 1
    this.#delay.add(atMs - mark.readyAtMs)
  }

  malformed(): void {
    this.malformedMessages += 1
  }
}

/** Waits, from `fromMs` on, for the first packet that was ready after that: the conversation as it is now. */
export class ReturnProbe implements Probe {
  /** Packets that came before, and were older. */
  backlogPackets = 0
  liveAfterMs: number | undefined
  readonly #fromMs: number

  constructor(fromMs: number) {
    this.#fromMs = fromMs
  }

  heard(mark: Mark, atMs: number): void {
    if (mark.readyAtMs < this.#fromMs) this.backlogPackets += 1
    else this.liveAfterMs ??= atMs - this.#fromMs
  }

  malformed(): void {}
}
