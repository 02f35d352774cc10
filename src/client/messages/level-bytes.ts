/**
 * The levels of a voice message, one byte per frame of 20 ms beside its audio: the packets themselves do not tell. Bit 7 says
 * whether anything is heard, the rest how loud in −dBov. Pure.
 */

import { FRAME_MS } from '../../audio/pcm.ts'
import { waveformOf } from '../../clips/waveform.ts'
import { SILENT_LEVEL } from '../../protocol/packet.ts'

const HEARD = 0b1000_0000
const LEVEL = 0b0111_1111
/** A frame whose level was lost in a crash may have been anything: it stays, and shows as soft speech. */
const UNKNOWN = HEARD | 40
/** What is drawn is coarser still: a second has four bars at the most. */
const FRAMES_PER_PART = 6

export const levelByte = (level: number, heard: boolean): number => (level & LEVEL) | (heard ? HEARD : 0)

/** One byte per frame of a recording of `frames` frames, whatever of them was written. */
export function wholeLevels(written: Uint8Array, frames: number): Uint8Array<ArrayBuffer> {
  const levels = new Uint8Array(frames).fill(UNKNOWN)
  levels.set(written.subarray(0, frames))
  return levels
}

export const isFrameHeard = (byte: number): boolean => (byte & HEARD) !== 0

/** A line of levels that grows, and what it looks like at any time. */
export class LevelLine {
  readonly #parts: number[] = []
  #frames = 0

  /** −dBov of the next frame. */
  push(level: number): void {
    const part = Math.floor(this.#frames / FRAMES_PER_PART)
    this.#parts[part] = Math.min(this.#parts[part] ?? SILENT_LEVEL, level)
    this.#frames += 1
  }

  get durationMs(): number {
    return this.#frames * FRAME_MS
  }

  /** 30–120 integers of 0…256, as a clip's. */
  get waveform(): number[] {
    const partMs = FRAMES_PER_PART * FRAME_MS
    const parts = this.#parts.map((level, index) => {
      const atMs = index * partMs
      return { atMs, durationMs: Math.min(partMs, this.durationMs - atMs), level }
    })
    return waveformOf({ durationMs: this.durationMs, parts })
  }
}

/** The line of a whole recording, to be looked at or gone on with. */
export function lineOfLevels(levels: Uint8Array): LevelLine {
  const line = new LevelLine()
  for (const byte of levels) line.push(byte & LEVEL)
  return line
}
