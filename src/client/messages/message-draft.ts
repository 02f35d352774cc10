/** A voice message that lies on this device and was not sent: a crash left it, or a closed tab, or its author thought again. */

import type { EarshotError } from '../errors.ts'
import { valid } from '../valid.ts'
import { MemoryFile } from './byte-file.ts'
import { errorOf } from './message-error.ts'
import { contentsOf } from './message-files.ts'
import { type MessageRecord, readRecord, SendOptions } from './message-record.ts'
import type { FoundMessage } from './messages-words.ts'
import type { OutgoingMessage, OutgoingWarning } from './outgoing-message.ts'
import { RecordingFile } from './recording-file.ts'
import { isResumable } from './recording-resumed.ts'
import { readSlots } from './state-slots.ts'
import { MAX_RECORDING_MS, type VoiceRecorder } from './voice-recorder.ts'

export type { FoundMessage }

/**
 * Why a draft cannot be gone on with: it is a `file` of somebody's, it is as long as a recording may be, or all of it may be at
 * the server already.
 */
export type WhyEnded = 'file' | 'too-long' | 'sent'

/** With less than this left to say, going on would end before it has begun. */
const LEAST_LEFT_MS = 1_000

export interface DraftParts {
  send(draft: MessageDraft, options: SendOptions): OutgoingMessage
  resume(draft: MessageDraft): Promise<VoiceRecorder>
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
  /** undefined: `resume` goes on with it. */
  readonly ended: WhyEnded | undefined
  /** `storage-low`: there is no room for it on this device, and it goes with this page. */
  readonly warnings: ReadonlySet<OutgoingWarning>
  readonly #audio: Blob
  readonly #parts: DraftParts

  constructor({ record, durationMs, waveform, audio, isInPageAlone }: FoundMessage, parts: DraftParts) {
    this.id = record.message
    this.recordedAtMs = record.recordedAtMs
    this.durationMs = durationMs
    this.waveform = waveform
    this.error = errorOf(record.refusal ?? undefined)
    this.state = record.phase === 'refused' ? 'failed' : 'recorded'
    this.ended = whyEnded(record, durationMs)
    this.warnings = new Set(isInPageAlone ? ['storage-low'] : [])
    this.#audio = audio
    this.#parts = parts
  }

  /** Sends it; it is among `outgoing` then, and no draft any more. @throws {EarshotError} `invalid` */
  send(options: SendOptions = {}): OutgoingMessage {
    return this.#parts.send(this, valid(SendOptions, options))
  }

  /**
   * Goes on recording behind what there is, as `messages.record()` begins: with the microphone, while the room hears nothing of
   * it. It is the `recorder` then, and no draft; another that was not sent becomes one. What the server has of it stays there.
   * @throws {EarshotError} `message-ended` (`ended` says why), `message-elsewhere` (another tab has it, or it is gone),
   * `aborted` (sent or thrown away before the microphone was open), `unreachable`, `audio-failed`, and what opening a
   * microphone throws
   */
  resume(): Promise<VoiceRecorder> {
    return this.#parts.resume(this)
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

function whyEnded(record: MessageRecord, durationMs: number): WhyEnded | undefined {
  if (record.isFile) return 'file'
  if (!isResumable(record)) return 'sent'
  return durationMs > MAX_RECORDING_MS - LEAST_LEFT_MS ? 'too-long' : undefined
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
