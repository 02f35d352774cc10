/**
 * One speaker as heard over a line, from packets to samples, under a virtual clock: a voiced sound leaves in packets of
 * 20 ms, each takes as long as the line says, and the audio thread asks for 128 samples at a time.
 */

import { AdaptivePlayoutDelay } from '../../src/audio/adaptive-delay.ts'
import { QUANTUM_SAMPLES } from '../../src/audio/pcm.ts'
import type { PlayoutDelay } from '../../src/audio/playout-delay.ts'
import { SpeakerPlayout } from '../../src/audio/speaker-playout.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { QUANTUM_MS } from './listener.ts'
import { VoicedDecoder, voicedPacket } from './voiced-codec.ts'

const FRAME_MS = 20

export interface Line {
  /** How long what leaves then takes, in ms; null when it is lost. */
  transitMs(sentMs: number): number | null
  /** Nothing overtakes. */
  ordered?: boolean
  /** The speaker's clock, in parts per million fast. */
  driftPpm?: number
  /** Packets that leave together. */
  perMessage?: number
  delay?: PlayoutDelay
  change?(packet: Packet): Partial<Packet>
}

/** How late what is heard at `atMs` is, since its capture. */
export interface Moment {
  atMs: number
  delayMs: number
}

export class Hearing {
  readonly decoder = new VoicedDecoder()
  readonly speaker: SpeakerPlayout
  readonly delay: PlayoutDelay
  readonly moments: Moment[] = []
  /** The largest step between two samples, and the largest sample. */
  worstStep = 0
  peak = 0
  readonly #line: Line
  readonly #coming: { atMs: number; packet: Packet }[] = []
  readonly #mix = new Float32Array(QUANTUM_SAMPLES)
  #sent = 0
  #lastArrivalMs = 0
  #lastSample = 0
  #quanta = 0

  constructor(line: Line) {
    this.#line = line
    this.delay = line.delay ?? new AdaptivePlayoutDelay()
    this.speaker = new SpeakerPlayout(this.decoder, this.delay, 1)
  }

  hear(untilMs: number): this {
    for (; this.nowMs < untilMs; this.#quanta += 1) {
      this.#send()
      for (; (this.#coming[0]?.atMs ?? Number.POSITIVE_INFINITY) <= this.nowMs; this.#coming.shift()) {
        if (this.#coming[0] !== undefined) this.speaker.push(this.#coming[0].packet, this.nowMs)
      }
      this.#play()
    }
    return this
  }

  get nowMs(): number {
    return this.#quanta * QUANTUM_MS
  }

  /** Of the moments from `fromMs` to `toMs`, in ascending order. */
  delaysMs(fromMs: number, toMs = Number.POSITIVE_INFINITY): number[] {
    const within = this.moments.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    return within.map(({ delayMs }) => delayMs).toSorted((a, b) => a - b)
  }

  get #pace(): number {
    return 1 - (this.#line.driftPpm ?? 0) / 1e6
  }

  #send(): void {
    const { perMessage = 1, transitMs, ordered = true, change } = this.#line
    for (; this.#leavesAtMs(perMessage) <= this.nowMs; this.#sent += perMessage) {
      const leftMs = this.#leavesAtMs(perMessage)
      const tookMs = transitMs(leftMs)
      if (tookMs === null) continue
      const atMs = ordered ? Math.max(leftMs + tookMs, this.#lastArrivalMs) : leftMs + tookMs
      this.#lastArrivalMs = atMs
      for (let index = this.#sent; index < this.#sent + perMessage; index += 1) {
        const packet = voicedPacket(2 * index, { talkStart: index === 0 })
        this.#coming.push({ atMs, packet: { ...packet, ...change?.(packet) } })
      }
      if (!ordered) this.#coming.sort((a, b) => a.atMs - b.atMs)
    }
  }

  #leavesAtMs(perMessage: number): number {
    return (this.#sent + perMessage) * FRAME_MS * this.#pace
  }

  #play(): void {
    this.#mix.fill(0)
    this.speaker.addTo(this.#mix, this.nowMs)
    for (const sample of this.#mix) {
      this.worstStep = Math.max(this.worstStep, Math.abs(sample - this.#lastSample))
      this.peak = Math.max(this.peak, Math.abs(sample))
      this.#lastSample = sample
    }
    if (this.speaker.sounding !== 'voice') return
    this.moments.push({ atMs: this.nowMs, delayMs: this.nowMs + QUANTUM_MS - this.speaker.positionMs * this.#pace })
  }
}
