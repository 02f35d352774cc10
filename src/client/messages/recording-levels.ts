/**
 * The levels of one voice message, beside its audio: on disk, and in memory for as long as it is worked on. Of a frame whose
 * level a crash took, src/client/messages/level-bytes.ts says what it counts as.
 */

import { type ByteFile, contentOf } from './byte-file.ts'
import { isFrameHeard, wholeLevels } from './level-bytes.ts'

type Bytes = Uint8Array<ArrayBuffer>

export class RecordingLevels {
  readonly #file: ByteFile
  /** One byte each, of the frames that there are or of more. */
  #levels: Bytes
  #lastHeard: number

  /** Those of `frames` frames, whatever of them lies in the file. */
  constructor(file: ByteFile, frames: number) {
    this.#file = file
    this.#levels = wholeLevels(contentOf(file), frames)
    this.#lastHeard = this.#levels.findLastIndex(isFrameHeard)
  }

  /** Number of the last frame in which something is heard; −1 for none. */
  get lastHeard(): number {
    return this.#lastHeard
  }

  /** Of the first `frames` frames, a view. */
  first(frames: number): Bytes {
    return this.#levels.subarray(0, frames)
  }

  /** Of the frames from number `atFrame` on. A gap before them in the file would be filled with zeros: with frames not heard. */
  write(levels: Bytes, atFrame: number): void {
    this.#reserve(atFrame + levels.length)
    this.#levels.set(levels, atFrame)
    const from = Math.min(atFrame, this.#file.getSize())
    this.#file.write(this.#levels.subarray(from, atFrame + levels.length), { at: from })
    const last = levels.findLastIndex(isFrameHeard)
    if (last >= 0) this.#lastHeard = atFrame + last
  }

  /** Behind the last that is heard nothing has to be looked for again. */
  truncate(frames: number): void {
    this.#file.truncate(frames)
  }

  flush(): void {
    this.#file.flush()
  }

  close(): void {
    this.#file.close()
  }

  #reserve(frames: number): void {
    if (frames <= this.#levels.length) return
    const more = new Uint8Array(2 * frames)
    more.set(this.#levels)
    this.#levels = more
  }
}
