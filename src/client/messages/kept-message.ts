/**
 * One voice message in the messages' worker, from its first packet to the server's word that it has it: its files, its state,
 * its upload. It belongs to whoever holds its lock.
 *
 * Next: src/client/messages/message-upload.ts
 */

import { randomId } from '../random-id.ts'
import type { LineFrame } from '../recording-worklet.ts'
import type { ByteFile } from './byte-file.ts'
import type { MessageAudio } from './message-audio.ts'
import type { MessageFileName } from './message-files.ts'
import type { MessageRecord, Phase, SendOptions } from './message-record.ts'
import { MessageUpload } from './message-upload.ts'
import { asLookedFor, viewOf } from './message-view.ts'
import type { FoundMessage, MessageView } from './messages-words.ts'
import { QuietLine } from './quiet-line.ts'
import { asOnDisk, FILE_LOST, isLost } from './record-on-disk.ts'
import { RecordingFile } from './recording-file.ts'
import type { StateSlots } from './state-slots.ts'
import { nowMs, type RunnerEdge } from './upload-runner.ts'
import { NOWHERE } from './upload-steps.ts'

/** Whoever discards a message by mistake notices at once. */
export const UNDO_WITHIN_MS = 10_000
const FLUSH_EVERY_MS = 1_000
/** U7: what the server has of it is swept by itself then. */
const SWEPT_AFTER_MS = 72 * 3_600_000

export interface KeptParts {
  record: MessageRecord
  audio: MessageAudio
  stateFile: ByteFile
  slots: StateSlots
  server: string
  token: RunnerEdge['token']
  /** What was written to this one of its files is on disk, all of it. */
  isOnDisk(name: MessageFileName): boolean
  tell(view: MessageView): void
  /** Its files are closed, and let go of when `remove` says whether what lies on disk goes. */
  release(remove: Promise<boolean>): void
  /** Its files stay open: the disk does not have all of it. */
  stay(draft: FoundMessage): void
}

export class KeptMessage {
  readonly #parts: KeptParts
  readonly #upload: MessageUpload
  #record: MessageRecord
  #isStored = false
  #isGone = false
  readonly #line = new QuietLine()
  #discarding: ReturnType<typeof setTimeout> | undefined
  #flushing: ReturnType<typeof setInterval> | undefined

  constructor(parts: KeptParts) {
    this.#parts = parts
    this.#record = parts.record
    const { audio, server, token } = parts
    this.#upload = new MessageUpload({
      ...{ audio, server, token },
      record: () => this.#record,
      changed: () => this.#uploaded(),
    })
    if (parts.record.phase === 'recording') this.resume()
  }

  /** The microphone's packets come, or come again. */
  resume(): void {
    const { phase } = this.#record
    if (this.#isGone || (phase !== 'recording' && phase !== 'kept')) return // sent or discarded while a microphone opened
    this.#line.open()
    this.#enter('recording')
    this.#flushing ??= setInterval(() => this.#flush(), FLUSH_EVERY_MS)
  }

  add(frame: LineFrame): void {
    const { audio } = this.#parts
    if (this.#record.phase === 'recording' && audio instanceof RecordingFile) audio.add(frame)
  }

  /** No packet comes any more, for now; so many samples were said. */
  pause(samples: number): void {
    const { audio } = this.#parts
    if (this.#record.phase === 'recording' && audio instanceof RecordingFile) audio.pause(samples)
    this.#line.quiet()
  }

  stop(): void {
    this.#line.whenQuiet(() => {
      if (this.#record.phase !== 'recording') return
      this.#endLine()
      this.#enter('kept')
      this.#upload.offer()
    })
  }

  send(options: SendOptions, name: string): void {
    this.#line.whenQuiet(() => {
      if (this.#record.phase === 'sending' || isLost(this.#record) || this.#isGone) return
      this.#undoDiscard()
      this.#endLine()
      this.#parts.audio.seal() // whoever finds it `sending` sends what lies on disk
      this.#enter('sending', { options, name, refusal: null })
      this.#finish()
    })
  }

  /** What was left in the middle of being sent goes on, and what was thrown away goes. */
  goOn(): void {
    const { phase, phaseAtMs, addresses } = this.#record
    if (phase === 'sending') this.#finish()
    else if (phase === 'discarded' && nowMs() - phaseAtMs > UNDO_WITHIN_MS) this.#remove()
    else {
      this.#tell()
      if (addresses.isEnding) this.#upload.look() // all of it may have arrived
    }
  }

  retry(): void {
    if (this.#record.phase === 'sending') this.#upload.hurry()
    if (this.#record.phase !== 'refused' || isLost(this.#record)) return
    this.#enter('sending', { refusal: null, addresses: this.#upload.addressesToAskAgain })
    this.#upload.renew()
    this.#finish()
  }

  hurry(): void {
    this.#upload.hurry()
  }

  /** Where the server may have made a message of it already, it is too late. */
  takeBack(): void {
    const isTooLate = this.#upload.state.isEnding && this.#record.phase === 'sending'
    if (isTooLate || this.#isStored || this.#isGone) {
      this.#tell()
      return
    }
    if (this.#record.isFile) this.#remove()
    else this.#beginAnew()
  }

  discard(): void {
    this.#line.whenQuiet(() => {
      if (this.#record.phase === 'discarded' || this.#isStored || this.#isGone) return
      this.#endLine()
      this.#enter('discarded')
      this.#upload.stop()
      this.#discarding = setTimeout(() => this.#remove(), UNDO_WITHIN_MS)
    })
  }

  keep(): void {
    this.#line.whenQuiet(() => {
      if (this.#record.phase !== 'discarded' || this.#isGone) return
      this.#undoDiscard()
      this.#enter('kept')
      this.#upload.offer()
    })
  }

  /** All of it, as it would be sent now. */
  listen(then: (audio: Blob) => void): void {
    this.#line.whenQuiet(() => {
      if (this.#isGone) return then(new Blob([]))
      if (this.#record.phase === 'recording') this.#parts.audio.stop()
      then(this.#sound())
    })
  }

  /** It stays on disk, for another day; else here, as long as the page is open. */
  leave(): void {
    this.#line.whenQuiet(() => {
      if (this.#isGone) return
      this.#endLine()
      if (this.#record.phase === 'recording') this.#enter('kept')
      if (this.#isInPageAlone && this.#record.phase === 'kept' && !this.#parts.audio.isEmpty) this.#stay()
      else this.#release(Promise.resolve(false))
    })
  }

  #undoDiscard(): void {
    if (this.#record.phase !== 'discarded') return
    clearTimeout(this.#discarding)
    this.#upload.renew()
  }

  /** Once a second while it is said: onto the disk, and then to the server. */
  #flush(): void {
    if (this.#isGone) return
    this.#parts.audio.flush()
    this.#upload.offer()
  }

  #finish(): void {
    if (this.#upload.finish()) this.#tell()
    else this.#refuse({ status: 0, code: this.#record.isFile ? FILE_LOST : 'no-sound' })
  }

  /** The server has said something. */
  #uploaded(): void {
    if (this.#isGone) return
    const { outcome, addresses } = this.#upload.state
    if (outcome.is === 'stored') this.#stored()
    else if (outcome.is === 'outgrown') this.#sendAsAnother()
    else if (outcome.is === 'refused') this.#refuse({ status: outcome.status, code: outcome.code ?? null })
    else {
      if (JSON.stringify(addresses) !== JSON.stringify(this.#record.addresses)) this.#remember({ addresses })
      if (this.#record.phase === 'sending' || isLost(this.#record)) this.#tell()
    }
  }

  #stored(): void {
    this.#isStored = true
    this.#tell()
    this.#release(Promise.resolve(true))
  }

  /** All of it goes out once more: of what the server has, nobody knows how much is as it is here. */
  #sendAsAnother(): void {
    const { phase } = this.#record
    if (phase === 'discarded') return
    this.#remember({ sentAs: randomId(), addresses: NOWHERE })
    this.#upload.renew()
    if (phase === 'sending') this.#finish()
    else this.#upload.offer()
  }

  /** While it is still being said, nobody has asked for it to be sent: it is tried again then. */
  #refuse(refusal: { status: number; code: string | null }): void {
    this.#upload.stop()
    if (this.#record.phase === 'sending') {
      this.#enter('refused', { refusal, addresses: this.#upload.state.addresses })
      return
    }
    this.#remember({ addresses: this.#upload.addressesToAskAgain })
    this.#upload.holdBack()
    if (isLost(this.#record)) this.#tell()
  }

  /** Here and at the server: as long as that could not be told, it stays `discarded`, without a sound, for whoever finds it. */
  #remove(): void {
    if (this.#record.phase !== 'discarded') this.#remember({ phase: 'discarded', phaseAtMs: Math.round(nowMs()) })
    this.#parts.audio.wipe()
    const isSwept = nowMs() - this.#record.phaseAtMs > SWEPT_AFTER_MS
    this.#release(isSwept ? Promise.resolve(true) : this.#upload.forget())
  }

  /** A draft is here alone, unless the disk has no room for it, or all of it may be a message: then the server keeps what it has. */
  #beginAnew(): void {
    const known = this.#upload.state.addresses
    const stays = known.isEnding || !this.#parts.isOnDisk('audio')
    if (stays) this.#upload.stop()
    else void this.#upload.forget()
    // Whether the server has heard it or not: the same message is the same upload.
    const isBegun = known.isBegun || known.upload !== null
    this.#enter('kept', { addresses: { ...(stays ? known : NOWHERE), isBegun }, refusal: null })
    this.#upload.renew()
  }

  #endLine(): void {
    clearInterval(this.#flushing)
    this.#flushing = undefined
    if (this.#record.phase === 'recording') this.#parts.audio.stop()
  }

  #enter(phase: Phase, more: Partial<MessageRecord> = {}): void {
    this.#remember({ ...more, phase, phaseAtMs: Math.round(nowMs()) })
    this.#tell()
  }

  #remember(change: Partial<MessageRecord>): void {
    this.#record = { ...this.#record, ...change }
    this.#parts.slots.write(JSON.stringify(asOnDisk(this.#record, this.#parts.isOnDisk('audio'))))
  }

  #release(remove: Promise<boolean>): void {
    if (this.#isGone) return
    this.#end()
    this.#parts.audio.close()
    this.#parts.stateFile.close()
    this.#parts.release(remove)
    if (!this.#isStored) this.#tell()
  }

  #stay(): void {
    this.#end()
    this.#tell()
    const { durationMs, waveform, isEmpty } = this.#parts.audio
    const found = { durationMs, waveform: waveform ?? [], isEmpty, isInPageAlone: true }
    this.#parts.stay({ ...found, record: this.#record, audio: this.#sound() })
  }

  #end(): void {
    this.#isGone = true
    this.#upload.stop()
    clearInterval(this.#flushing)
    clearTimeout(this.#discarding)
  }

  #sound(): Blob {
    return new Blob([this.#parts.audio.sealed()], { type: 'audio/ogg; codecs=opus' })
  }

  get #isInPageAlone(): boolean {
    const { isOnDisk } = this.#parts
    return !(isOnDisk('audio') && isOnDisk('state'))
  }

  #tell(): void {
    const phase = this.#isStored ? 'stored' : this.#isGone ? 'gone' : this.#record.phase
    const standing = { phase, isInPageAlone: this.#isInPageAlone } as const
    const view = viewOf(this.#record, this.#parts.audio, this.#upload.state, standing)
    const isLookedFor = isLost(this.#record) && this.#upload.state.isEnding && !this.#upload.isHeldBack
    this.#parts.tell(phase === 'refused' && isLookedFor ? asLookedFor(view) : view)
  }
}
