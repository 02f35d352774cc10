/**
 * What a clip of others looks like before it is played: from the sizes of its packets, since an encoder spends bytes where there
 * is sound. Takes any number of packets into the same few kilobytes.
 */

import { WAVEFORM } from '../protocol/clip.ts'
import { GRANULES_PER_MS } from './opus-head.ts'
import { barsIn } from './waveform.ts'

/** Twenty for each bar of the widest picture, or half as many. */
const STRETCHES = 2_400
/** The shortest packet, of 2.5 ms (RFC 6716 §3.1). */
const SHORTEST = 2.5 * GRANULES_PER_MS
/** Of the largest packets' size: what is at most as high as this would be noise beside speech, and all alike has no valleys. */
const FLOOR = 0.5
/** What an encoder spends on nothing: 3 bytes for 20 ms, with room for what pads them. Speech takes 6 kb/s at least (RFC 6716 §2.1.1). */
const SILENT_BYTES_PER_SAMPLE = 4_000 / 8 / 48_000

export class PacketWaveform {
  /** The most bytes per sample in each stretch. */
  readonly #densities = new Float32Array(STRETCHES)
  /** Samples in a stretch: twice as many, whenever there is no room left. */
  #stretch = SHORTEST

  push(bytes: number, atSample: number, samples: number): void {
    while (atSample + samples > STRETCHES * this.#stretch) this.#halve()
    const density = bytes / samples
    for (let at = Math.floor(atSample / this.#stretch); at * this.#stretch < atSample + samples; at += 1) {
      this.#densities[at] = Math.max(this.#densities[at] ?? 0, density)
    }
  }

  /** Of what is heard, in the form of a clip's: the quietest bar 0, the loudest 256, unless they are much alike. */
  bars(fromSample: number, toSample: number): number[] {
    const count = barsIn((toSample - fromSample) / GRANULES_PER_MS)
    const width = (toSample - fromSample) / count
    const peaks = Array.from({ length: count }, (_, bar) => this.#peak(fromSample + bar * width, width))
    const most = Math.max(...peaks)
    if (most <= SILENT_BYTES_PER_SAMPLE) return peaks.map(() => 0)
    const least = Math.min(FLOOR * most, ...peaks)
    return peaks.map((peak) => Math.round((WAVEFORM.loudest * (peak - least)) / (most - least)))
  }

  #peak(fromSample: number, width: number): number {
    const first = Math.floor(fromSample / this.#stretch)
    const end = Math.max(first + 1, Math.ceil((fromSample + width) / this.#stretch))
    return Math.max(...this.#densities.subarray(first, end))
  }

  #halve(): void {
    for (let at = 0; at < STRETCHES; at += 1) {
      const [early = 0, late = 0] = this.#densities.subarray(2 * at, 2 * at + 2)
      this.#densities[at] = Math.max(early, late)
    }
    this.#stretch *= 2
  }
}
