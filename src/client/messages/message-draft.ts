/** A voice message that lies on this device and was not sent: a crash left it, or a closed tab, or its author thought again. */

import type { EarshotError } from '../errors.ts'
import { valid } from '../valid.ts'
import { MemoryFile } from './byte-file.ts'
import { errorOf } from './message-error.ts'
import { contentsOf } from './message-files.ts'
import { type MessageRecord, readRecord, SendOptions } from './message-record.ts'
import type { OutgoingMessage } from './outgoing-message.ts'
import { RecordingFile } from './recording-file.ts'
import { readSlots } from './state-slots.ts'

/** What lies on disk of one, read. */
export interface FoundMessage {
  record: MessageRecord
  durationMs: number
  waveform: readonly number[]
  isEmpty: boolean
  /** As it would be sent. */
  audio: Blob
}

export interface DraftParts {
  send(draft: MessageDraft, options: SendOptions): OutgoingMessage
  discard(id: string): void
  restore(id: string): Promise<void>
}

export class MessageDraft {
  readonly id: string
  readonly recordedAtMs: number
  readonly durationMs: number
  readonly waveform: readonly number[]
  /** `failed`: the server would not have it, `error` says why; it can be tried again. */
  readonly state: 'recorded' | 'failed'
  readonly error: EarshotError | undefined
  readonly #audio: Blob
  readonly #parts: DraftParts

  constructor({ record, durationMs, waveform, audio }: FoundMessage, parts: DraftParts) {
    this.id = record.message
    this.recordedAtMs = record.recordedAtMs
    this.durationMs = durationMs
    this.waveform = waveform
    this.error = errorOf(record.refusal ?? undefined)
    this.state = record.phase === 'refused' ? 'failed' : 'recorded'
    this.#audio = audio
    this.#parts = parts
  }

  /** Sends it; it is among `outgoing` then, and no draft any more. @throws {EarshotError} `invalid` */
  send(options: SendOptions = {}): OutgoingMessage {
    return this.#parts.send(this, valid(SendOptions, options))
  }

  /** Throws it away, in 10 s. */
  discard(): void {
    this.#parts.discard(this.id)
  }

  /** Undoes `discard`. @throws {EarshotError} `aborted` (too late) */
  restore(): Promise<void> {
    return this.#parts.restore(this.id)
  }

  /** All of it, to listen to. */
  async audio(): Promise<Blob> {
    return this.#audio
  }
}

/**
 * `nothing`: it was never begun, and nobody will find anything in it. undefined: it cannot be read now, or by this version
 * never, but perhaps by one to come.
 */
export async function findMessage(room: string, message: string): Promise<FoundMessage | 'nothing' | undefined> {
  const contents = await contentsOf(room, message)
  if (contents === undefined) return undefined
  const { audio, levels, state } = contents
  const text = readSlots(state)?.text
  if (text === undefined) return 'nothing'
  const record = readRecord(text)
  if (record === undefined) return undefined
  if (record.isFile) {
    const { durationMs, waveform } = record
    return { record, durationMs: durationMs ?? 0, waveform: waveform ?? [], isEmpty: false, audio: blobOf(audio) }
  }
  const found = RecordingFile.find(fileOf(audio), fileOf(levels), record.trim)
  found?.stop()
  if (found === undefined) return 'nothing'
  const { durationMs, waveform, isEmpty } = found
  return { record, durationMs, waveform, isEmpty, audio: blobOf(found.sealed()) }
}

const blobOf = (bytes: Uint8Array<ArrayBuffer>): Blob => new Blob([bytes], { type: 'audio/ogg; codecs=opus' })

/** A copy in memory, to be cut as the file itself will be when it is sent. */
function fileOf(bytes: Uint8Array<ArrayBuffer>): MemoryFile {
  const file = new MemoryFile()
  file.write(bytes, { at: 0 })
  return file
}
