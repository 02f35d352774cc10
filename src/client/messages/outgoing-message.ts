/** A voice message on its way out, as an application shows it. */

import { Emitter } from '../emitter.ts'
import { EarshotError } from '../errors.ts'
import { errorOf, isFinalForFile } from './message-error.ts'
import type { MessagesLink } from './messages-link.ts'
import type { MessageView, ToldOfMessage } from './messages-words.ts'

/** `waiting`: there is no line, or the server is busy; it goes on by itself, over reloads too. */
export type OutgoingState = 'converting' | 'waiting' | 'sending' | 'sent' | 'failed'

/** `storage-low`: this device has no room to keep it, or keeps nothing at all. Whoever closes the page before it is sent loses it, or the end of it. */
export type OutgoingWarning = 'storage-low'

export interface OutgoingEvents {
  /** Anything about it. */
  change: () => void
}

/** What is known of a message before the worker says more. */
export interface OutgoingFacts {
  id: string
  recordedAtMs: number
  state: OutgoingState
  durationMs: number
  waveform: readonly number[]
  /** Of a file that has one. */
  fileName?: string | undefined
}

/** Brings the file of a message on its way, from the beginning: this page alone has it until the worker does. */
export type BringFile = (message: OutgoingMessage) => void

export class OutgoingMessage {
  /** The message's own id, a `randomId`: the same one over reloads. */
  readonly id: string
  readonly recordedAtMs: number
  /** What the file is called that it is made of; undefined of what was recorded. */
  readonly fileName: string | undefined
  readonly #isFile: boolean
  readonly #link: MessagesLink
  readonly #events = new Emitter<OutgoingEvents>()
  /** It is not to be converted any further. */
  readonly #giveUp = new AbortController()
  #state: OutgoingState
  #progress = 0
  #error: EarshotError | undefined
  #clip: string | undefined
  #durationMs: number
  #waveform: readonly number[]
  #isGone = false
  #warnings: ReadonlySet<OutgoingWarning> = new Set()
  #bringFile: BringFile | undefined
  #expected = Promise.withResolvers<void>()
  #isExpected = false
  #askToExpect: (() => void) | undefined

  constructor(
    link: MessagesLink,
    { id, recordedAtMs, state, durationMs, waveform, fileName }: OutgoingFacts,
    bringFile?: BringFile,
  ) {
    this.id = id
    this.recordedAtMs = recordedAtMs
    this.fileName = fileName
    this.#isFile = fileName !== undefined || bringFile !== undefined
    this.#link = link
    this.#state = state
    this.#durationMs = durationMs
    this.#waveform = waveform
    this.#bringFile = bringFile
    link.follow(id, (event) => this.#follow(event))
    bringFile?.(this)
  }

  get state(): OutgoingState {
    return this.#state
  }

  /** 0…1 of the file's conversion, then of its bytes that the server has. */
  get progress(): number {
    return this.#progress
  }

  /**
   * Why it has failed: `no-sound`, `message-refused`, `not-allowed`, `file-unreadable`, …. It stays on this device; a file that
   * could not be converted, in this page. Of a file that is `file-gone` (moved, changed or deleted since it was chosen) or
   * `file-lost` (its page was closed before it was converted, or there had been no room for it) there is nothing to send: it has
   * to be chosen again.
   */
  get error(): EarshotError | undefined {
    return this.#error
  }

  /** Id of the clip that it becomes, once the server has said so: the log's entry of that clip is this message. */
  get clip(): string | undefined {
    return this.#clip
  }

  get durationMs(): number {
    return this.#durationMs
  }

  get waveform(): readonly number[] {
    return this.#waveform
  }

  /** What there is to be warned of now. */
  get warnings(): ReadonlySet<OutgoingWarning> {
    return this.#warnings
  }

  /** It is not among `outgoing` any more: taken back, or somebody else's to send. */
  get isGone(): boolean {
    return this.#isGone
  }

  /** Given up by `cancel` before it was converted. */
  get signal(): AbortSignal {
    return this.#giveUp.signal
  }

  /** Its file is still to be sent, and the worker does not have it. */
  get isFileHere(): boolean {
    return this.#bringFile !== undefined && (this.#state !== 'failed' || this.#error?.code === 'unreachable')
  }

  on<Name extends keyof OutgoingEvents>(event: Name, listener: OutgoingEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  /**
   * Takes it back, as long as the server may not have made a message of it: what was recorded is a draft again, a file is
   * forgotten. Without effect when it is too late; then delete the clip.
   */
  cancel(): void {
    if (this.#state === 'sent' || this.#isGone) return
    this.#giveUp.abort()
    const isInPageAlone = this.#bringFile !== undefined && this.#state !== 'sending'
    this.#bringFile = undefined
    this.#link.tell({ do: isInPageAlone ? 'forget' : 'take-back', message: this.id })
    if (isInPageAlone) this.leave()
  }

  /** Tries again now: one that failed, or one that waits. */
  retry(): void {
    if (this.#state !== 'failed' && this.#state !== 'waiting') return
    if (this.#bringFile === undefined) this.#link.tell({ do: 'retry', message: this.id })
    else this.#bringAgain(this.#bringFile)
  }

  /** Resolves once the worker, asked to, expects its file: this device remembers it by its name, as far as it can. */
  haveExpected(ask: () => void): Promise<void> {
    this.#askToExpect = ask
    ask()
    return this.#expected.promise
  }

  /** How far a file is converted, 0…1. */
  converted(progress: number): void {
    this.#progress = progress
    this.#events.emit('change')
  }

  /** The file is Ogg Opus now. */
  convertedTo(durationMs: number, waveform: readonly number[]): void {
    this.#state = 'sending'
    this.#progress = 0
    this.#durationMs = durationMs
    this.#waveform = waveform
    this.#events.emit('change')
  }

  fail(error: EarshotError): void {
    this.#state = 'failed'
    this.#error = error
    this.#events.emit('change')
  }

  /** Nobody is told of it any more. */
  leave(): void {
    this.#isGone = true
    this.#link.follow(this.id, undefined)
    this.#events.emit('change')
  }

  #bringAgain(bringFile: BringFile): void {
    this.#state = 'converting'
    this.#error = undefined
    this.#expected = Promise.withResolvers()
    this.converted(0)
    bringFile(this)
  }

  #follow(event: ToldOfMessage): void {
    if (event.tell === 'expected') this.#isExpectedNow()
    if (event.tell !== 'message') return
    const { phase } = event.view
    if (phase === 'gone') this.#isNotThere()
    else if (phase === 'kept') this.#becomeDraft()
    else if (phase !== 'recording' && phase !== 'discarded') this.#show(event.view)
  }

  #isExpectedNow(): void {
    this.#isExpected = true
    this.#expected.resolve()
  }

  /** The worker has none of it. Before it is converted, nobody expects it to. */
  #isNotThere(): void {
    this.#expected.resolve()
    if (this.#bringFile === undefined) this.leave()
    else if (this.#state === 'sending') this.fail(new EarshotError('unreachable'))
    else if (this.#isExpected && this.isFileHere) this.#expectAgain()
  }

  /** The worker broke, and let go of its message: before another tab takes it for lost, the next one has it. */
  #expectAgain(): void {
    this.#isExpected = false
    this.#askToExpect?.()
  }

  #show({ phase, durationMs, waveform, progress, isWaiting, isInPageAlone, clip, refusal }: MessageView): void {
    if (refusal?.code !== 'file-gone') this.#bringFile = undefined // it may be put back where it was
    this.#durationMs = durationMs || this.#durationMs
    this.#waveform = waveform ?? this.#waveform
    this.#progress = progress
    this.#clip = clip
    this.#error = phase === 'refused' ? errorOf(refusal) : undefined
    if (phase === 'stored') this.#state = 'sent'
    else if (phase === 'refused') this.#state = 'failed'
    else this.#state = isWaiting ? 'waiting' : 'sending'
    const isOver = phase === 'stored' || (this.#isFile && isFinalForFile(this.#error))
    this.#warnings = new Set(isInPageAlone && !isOver ? ['storage-low'] : [])
    this.#events.emit('change')
  }

  /** Taken back. While the recorder is still stopping, it is `kept` for a moment too. */
  #becomeDraft(): void {
    if (!this.#giveUp.signal.aborted) return
    this.#link.tell({ do: 'leave', message: this.id })
  }
}
