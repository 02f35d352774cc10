/**
 * The intake: reads one body into an upload, piece by piece, until it ends, breaks, stalls, is too much, or somebody who
 * asks for the upload shows that its line is dead. What has come counts, but where it has to match a checksum first.
 *
 * Next: durable-objects/upload-finish.ts
 */

import { UPLOAD_STALL_MS } from '../src/protocol/limits.ts'
import { Pieces } from '../src/tus/pieces.ts'
import type { UploadChecksum, UploadRefusal } from '../src/tus/upload.ts'

/**
 * `timed-out`: the body stalled, or its line broke. `full`: the room has no room for more. `overtaken`: somebody else goes on
 * with the upload.
 */
export type IntakeOutcome = 'complete' | 'too-large' | 'wrong-checksum' | 'timed-out' | 'full' | 'overtaken'

/** What whoever sent the bytes is told. */
export const REFUSED_AS = {
  'too-large': 'too-large',
  'wrong-checksum': 'wrong-checksum',
  'timed-out': 'timed-out',
  full: 'room-uploads-full',
  overtaken: 'wrong-offset',
} as const satisfies Record<Exclude<IntakeOutcome, 'complete'>, UploadRefusal>

export interface IntakeParts {
  atByte: number
  roomBytes: number
  checksum: UploadChecksum | null
  /** How many bytes there is room for from this one on: asked ahead of them. None: a body that brings more is too much. */
  room(atByte: number): number | Promise<number>
  /** The first of its bytes are here. */
  began(): void
  /** Stores a piece, which does not count yet. */
  keep(atByte: number, bytes: Uint8Array<ArrayBuffer>): void
  /** All bytes before this one count from now on. */
  count(untilByte: number): void
  /** A body that brings nothing for so long has a dead line behind it. */
  stallMs?: number
}

/** At most, at a time. Whatever is there is taken at once: what waited for more would be lost with the line. */
const READ_BYTES = 65_536
const DIGESTS = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256' } as const satisfies Record<
  UploadChecksum['algorithm'],
  string
>

export class Intake {
  readonly #parts: IntakeParts
  readonly #pieces: Pieces
  readonly #digest: BodyDigest | undefined
  /** Up to here it is stored. */
  #atByte: number
  /** Up to here it has come. */
  #cameUntil: number
  #counted: number | undefined
  #readAtMs = Date.now()
  #timer: ReturnType<typeof setTimeout> | null = null
  #outcome: IntakeOutcome | undefined
  #wake: () => void = () => {}

  constructor(parts: IntakeParts) {
    const { atByte, roomBytes, checksum } = parts
    this.#parts = parts
    this.#atByte = atByte
    this.#cameUntil = atByte
    this.#digest = checksum === null ? undefined : new BodyDigest(checksum)
    this.#pieces = new Pieces(roomBytes, (piece) => this.#keep(piece))
  }

  /** Ends it now; what has come counts before this returns. Over already: nothing. */
  end(outcome: IntakeOutcome): void {
    if (this.#outcome !== undefined) return
    this.#outcome = outcome
    if (this.#digest === undefined && outcome !== 'too-large') {
      this.#pieces.flush()
      if (this.#counted !== this.#atByte) this.#count()
    }
    this.#wake()
  }

  /** Rejects where nobody can say how much room there is; what came counts then too. */
  async run(body: ReadableStream<Uint8Array> | null): Promise<IntakeOutcome> {
    const reader = body?.getReader({ mode: 'byob' })
    this.#readAtMs = Date.now()
    this.#timer = this.#watchLine()
    try {
      if (reader !== undefined) await this.#readAll(reader)
      else await this.#complete()
    } finally {
      clearTimeout(this.#timer)
      // Nobody waits for what a dead line says to this.
      reader?.cancel().catch(() => undefined)
    }
    return this.#outcome ?? 'timed-out'
  }

  async #readAll(reader: ReadableStreamBYOBReader): Promise<void> {
    const over = new Promise<'over'>((resolve) => {
      this.#wake = () => resolve('over')
    })
    let memory = new Uint8Array(READ_BYTES)
    while (this.#outcome === undefined) {
      const room = await Promise.race([this.#room(), over]).catch((error) => {
        this.end('timed-out')
        throw error
      })
      if (room === 'over') return
      // Where there is none, one byte tells whether that was all.
      const reading = reader.read(memory.subarray(0, Math.min(room || 1, READ_BYTES)))
      const read = await Promise.race([reading, over]).catch(() => 'broken' as const)
      if (read === 'over') return
      this.#readAtMs = Date.now()
      if (read === 'broken') this.end('timed-out')
      else if (room === 0 && read.value !== undefined && read.value.length > 0) this.end('full')
      else if (read.value !== undefined && !this.#push(read.value)) this.end('too-large')
      else if (read.done) await this.#complete()
      else memory = new Uint8Array(read.value.buffer)
      await this.#digest?.room
    }
  }

  /** A line that is not read from meanwhile does not stall. */
  async #room(): Promise<number> {
    this.#readAtMs = Number.POSITIVE_INFINITY
    const room = await this.#parts.room(this.#cameUntil)
    this.#readAtMs = Date.now()
    return room
  }

  #push(bytes: Uint8Array): boolean {
    if (this.#cameUntil === this.#parts.atByte && bytes.length > 0) this.#parts.began()
    this.#cameUntil += bytes.length
    return this.#pieces.push(bytes)
  }

  /** One timer for all reads: it looks when the last one was. */
  #watchLine(): ReturnType<typeof setTimeout> {
    const stallMs = this.#parts.stallMs ?? UPLOAD_STALL_MS
    const look = () => {
      const leftMs = this.#readAtMs + stallMs - Date.now()
      if (leftMs > 0) this.#timer = setTimeout(look, Math.min(leftMs, stallMs))
      else this.end('timed-out')
    }
    return setTimeout(look, stallMs)
  }

  async #complete(): Promise<void> {
    if (this.#digest === undefined) return this.end('complete')
    if (this.#outcome !== undefined) return
    this.#pieces.flush()
    const matches = await this.#digest.matches()
    if (this.#outcome !== undefined) return
    this.#outcome = matches ? 'complete' : 'wrong-checksum'
    if (matches) this.#count()
  }

  #keep(piece: Uint8Array<ArrayBuffer>): void {
    this.#digest?.add(piece)
    this.#parts.keep(this.#atByte, piece)
    this.#atByte += piece.length
    if (this.#digest === undefined) this.#count()
  }

  #count(): void {
    this.#counted = this.#atByte
    this.#parts.count(this.#atByte)
  }
}

/** What the bytes of a body add up to. */
class BodyDigest {
  readonly #stream: DigestStream
  readonly #writer: WritableStreamDefaultWriter<ArrayBuffer | ArrayBufferView>
  readonly #expected: string
  /** Resolves when all that was added is reckoned in. */
  room: Promise<void> = Promise.resolve()

  constructor({ algorithm, digest }: UploadChecksum) {
    this.#stream = new crypto.DigestStream(DIGESTS[algorithm])
    this.#writer = this.#stream.getWriter()
    this.#expected = digest
  }

  /** The memory may be written to once this returns. */
  add(bytes: Uint8Array): void {
    this.room = this.#writer.write(bytes.slice())
  }

  async matches(): Promise<boolean> {
    await this.#writer.close()
    const digest = new Uint8Array(await this.#stream.digest)
    return btoa(String.fromCharCode(...digest)) === this.#expected
  }
}
