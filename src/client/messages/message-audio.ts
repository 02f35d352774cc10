/** The sound of a message that is not recorded here but brought as a file: Ogg Opus, whole from the beginning. */

import { type ByteFile, contentOf } from './byte-file.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** What sending a message needs of its sound; src/client/messages/recording-file.ts has more. */
export interface MessageAudio {
  readonly durationMs: number
  readonly waveform: number[] | null
  readonly isHeard: boolean
  readonly isEmpty: boolean
  readonly bytes: number
  readonly settledBytes: number
  stop(): void
  seal(): boolean
  sealed(): Bytes
  read(from: number, to: number): Bytes
  flush(): void
  /** Nothing of the sound is left. */
  wipe(): void
  close(): void
}

export class FileAudio implements MessageAudio {
  readonly durationMs: number
  readonly waveform: number[] | null
  readonly isHeard = true
  readonly #file: ByteFile

  constructor(file: ByteFile, { durationMs, waveform }: { durationMs: number | null; waveform: number[] | null }) {
    this.#file = file
    this.durationMs = durationMs ?? 0
    this.waveform = waveform
  }

  get bytes(): number {
    return this.#file.getSize()
  }

  get isEmpty(): boolean {
    return this.bytes === 0
  }

  get settledBytes(): number {
    return this.bytes
  }

  stop(): void {}

  seal(): boolean {
    return this.bytes > 0
  }

  sealed(): Bytes {
    return contentOf(this.#file)
  }

  read(from: number, to: number): Bytes {
    const bytes = new Uint8Array(to - from)
    return bytes.subarray(0, this.#file.read(bytes, { at: from }))
  }

  flush(): void {
    this.#file.flush()
  }

  wipe(): void {
    this.#file.truncate(0)
    this.#file.flush()
  }

  close(): void {
    this.#file.close()
  }
}
