/** How loud a sound is all along, in two bytes for each frame: seven hours take 2.5 MB. What a waveform is drawn from. */

import { levelOf } from '../../audio/level.ts'
import type { LevelLine } from '../../clips/waveform.ts'
import { waveformOf } from '../../clips/waveform.ts'

/** RFC 6716 §2.1.4: the shortest frame; every packet is a multiple of it. */
const UNIT_MS = 2.5
/** Ten seconds of frames of 20 ms to begin with. */
const FIRST_FRAMES = 512

export class MeasuredLevels {
  #levels = new Uint8Array(FIRST_FRAMES)
  #units = new Uint8Array(FIRST_FRAMES)
  #count = 0

  /** The samples of a frame of `durationMs`, of one channel or several. */
  push(samples: Float32Array, durationMs: number): void {
    if (this.#count === this.#levels.length) this.#grow()
    this.#levels[this.#count] = levelOf(samples)
    this.#units[this.#count] = durationMs / UNIT_MS
    this.#count += 1
  }

  /** Of the stretch of `durationMs` that begins at `startMs`. */
  waveform(startMs: number, durationMs: number): number[] {
    return waveformOf({ durationMs, parts: this.#parts(startMs) })
  }

  *#parts(startMs: number): Generator<LevelLine['parts'] extends Iterable<infer Part> ? Part : never> {
    let atMs = -startMs
    for (let index = 0; index < this.#count; index += 1) {
      const endMs = atMs + (this.#units[index] ?? 0) * UNIT_MS
      const from = Math.max(0, atMs)
      if (endMs > from) yield { atMs: from, durationMs: endMs - from, level: this.#levels[index] ?? 0 }
      atMs = endMs
    }
  }

  #grow(): void {
    this.#levels = doubled(this.#levels)
    this.#units = doubled(this.#units)
  }
}

function doubled(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(2 * bytes.length)
  more.set(bytes)
  return more
}
