/**
 * One voice message while its author makes it: recorded, paused, listened to, gone on with, sent or discarded. What it holds
 * lies on disk a moment after it is said, and is at the server a second later.
 */

import { SILENT_LEVEL } from '../../protocol/packet.ts'
import { Emitter } from '../emitter.ts'
import { EarshotError } from '../errors.ts'
import { valid } from '../valid.ts'
import { isFrameHeard, type LevelLine, lineOfLevels } from './level-bytes.ts'
import { SendOptions } from './message-record.ts'
import type { MessageCommand, MessageView, ToldOfMessage } from './messages-words.ts'
import type { OutgoingMessage } from './outgoing-message.ts'
import type { RecorderEvents, RecorderParts, RecorderState, RecordingWarning } from './recorder-words.ts'
import type { RecordingPort } from './recording-node.ts'

/** Whoever begins to speak does so sooner. */
const NO_SOUND_AFTER_MS = 3_000
/** Past this nobody listens any more, and a phone's storage fills up. */
export const MAX_RECORDING_MS = 60 * 60_000
const WARN_BEFORE_MS = 5 * 60_000

export class VoiceRecorder {
  /** The message's id: as a draft and while it is sent, it has the same. */
  readonly id: string
  readonly recordedAtMs: number
  readonly #parts: RecorderParts
  readonly #port: RecordingPort
  readonly #events = new Emitter<RecorderEvents>()
  readonly #line: LevelLine
  readonly #warnings = new Set<RecordingWarning>()
  readonly #listening = new Map<number, (audio: Blob) => void>()
  #asks = 0
  #state: RecorderState = 'recording'
  #level = SILENT_LEVEL
  #isHeard: boolean
  #error: EarshotError | undefined
  /** As the worker has it, since it stopped. */
  #view: MessageView | undefined
  #stopped: { promise: Promise<void>; resolve: () => void } | undefined
  #isInPageAlone = false
  #isOver = false
  #isGone = false

  constructor(parts: RecorderParts) {
    this.id = parts.id
    this.recordedAtMs = parts.recordedAtMs
    this.#parts = parts
    this.#line = lineOfLevels(parts.levels)
    this.#isHeard = parts.levels.some(isFrameHeard)
    parts.link.follow(parts.id, (event) => this.#follow(event))
    this.#port = parts.listen({
      recorded: (levels, heard) => this.#hear(levels, heard),
      failed: (error) => this.#fail(error),
    })
  }

  get state(): RecorderState {
    return this.#state
  }

  /** It was sent or discarded, or lies among the drafts: nothing can be done with it here any more. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** How long it is: while it records, with the silence at its ends; once it has stopped, as it would be sent. */
  get durationMs(): number {
    return this.#view?.durationMs ?? this.#line.durationMs
  }

  /** −dBov of the last 20 ms: 0 loudest, 127 silence. */
  get level(): number {
    return this.#level
  }

  /** 30–120 integers of 0…256, measured from the samples. */
  get waveform(): readonly number[] {
    return this.#view?.waveform ?? this.#line.waveform
  }

  /** What there is to be warned of now. */
  get warnings(): ReadonlySet<RecordingWarning> {
    return this.#warnings
  }

  /** The disk does not have all of it: with the page it is gone, or the end of it. */
  get isInPageAlone(): boolean {
    return this.#isInPageAlone
  }

  /** The microphone or the audio engine failed; what was recorded until then is there. */
  get error(): EarshotError | undefined {
    return this.#error
  }

  on<Name extends keyof RecorderEvents>(event: Name, listener: RecorderEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  /** The microphone is let go of for a while; the room still hears nothing. */
  pause(): void {
    if (this.#isOver || this.#state !== 'recording') return
    this.#port.pause()
    this.#enter('paused')
  }

  /**
   * Goes on behind what there is, after a pause or after `stop`.
   * @throws {EarshotError} `aborted` (sent or discarded), and what opening a microphone throws
   */
  async resume(): Promise<void> {
    this.#assertIsMine()
    if (this.#state === 'recording') return
    await this.#parts.claim()
    if (this.#isOver) this.#parts.yield()
    this.#assertIsMine()
    this.#view = undefined
    this.#tell({ do: 'resume' })
    this.#port.resume()
    this.#enter('recording')
  }

  /** Ends the recording for now: the silence at its end goes. Resolves when `durationMs` and `waveform` are as they will be. */
  async stop(): Promise<void> {
    if (this.#isOver || this.#state === 'stopped') return this.#stopped?.promise
    this.#stopped = Promise.withResolvers<void>()
    this.#letGo()
    this.#tell({ do: 'stop' })
    await this.#stopped.promise
  }

  /**
   * All of it, to listen to before sending; a recording pauses for that.
   * @throws {EarshotError} `aborted` (sent or discarded)
   */
  async audio(): Promise<Blob> {
    this.#assertIsMine()
    this.pause()
    this.#asks += 1
    const ask = this.#asks
    const audio = new Promise<Blob>((resolve) => this.#listening.set(ask, resolve))
    this.#tell({ do: 'listen', ask })
    return audio
  }

  /**
   * Sends it, stopping it where it still records. What there is no line for goes out later by itself. Where nothing was heard at
   * all, it fails with `no-sound`.
   * @throws {EarshotError} `invalid`, `aborted` (sent or discarded)
   */
  send(options: SendOptions = {}): OutgoingMessage {
    this.#assertIsMine()
    const said = valid(SendOptions, options)
    this.#letGo()
    const name = this.#parts.name()
    this.#tell({ do: 'send', options: said, name })
    this.#end()
    return this.#parts.sent(this)
  }

  /**
   * Throws it away, in 10 s. What it returns undoes that until then (and throws `aborted` later): it is stopped, and can be
   * sent or gone on with.
   */
  discard(): () => Promise<void> {
    if (this.#isOver) return async () => {}
    this.#letGo()
    this.#tell({ do: 'discard' })
    this.#isOver = true
    this.#events.emit('change')
    return async () => this.#undo()
  }

  /** It stays on this device, among the drafts. */
  leave(): void {
    if (this.#isOver) return
    this.#letGo()
    this.#tell({ do: 'leave' })
    this.#end()
  }

  #undo(): void {
    if (this.#isGone) throw new EarshotError('aborted')
    if (!this.#isOver) return
    this.#isOver = false
    this.#tell({ do: 'keep' })
    this.#events.emit('change')
  }

  #assertIsMine(): void {
    if (this.#isOver) throw new EarshotError('aborted')
  }

  /** Nothing more is recorded, for now. */
  #letGo(): void {
    if (this.#state === 'recording') this.#port.pause()
    if (this.#state !== 'stopped') this.#parts.yield()
    if (!this.#isHeard) this.#warn('no-sound')
    this.#enter('stopped')
  }

  #end(): void {
    this.#isOver = true
    this.#isGone = true
    this.#port.close()
    this.#parts.link.follow(this.id, undefined)
    this.#stopped?.resolve()
    for (const ask of this.#listening.keys()) this.#bring(ask, new Blob([]))
    this.#events.emit('change')
  }

  #hear(levels: readonly number[], heard: boolean): void {
    if (this.#state !== 'recording') return
    for (const level of levels) this.#line.push(level)
    this.#level = levels.at(-1) ?? SILENT_LEVEL
    this.#isHeard ||= heard
    if (this.#isHeard) this.#warnings.delete('no-sound')
    const lengthMs = this.#line.durationMs
    if (!this.#isHeard && lengthMs >= NO_SOUND_AFTER_MS) this.#warn('no-sound')
    if (lengthMs >= MAX_RECORDING_MS - WARN_BEFORE_MS) this.#warn('too-long')
    if (lengthMs >= MAX_RECORDING_MS) void this.stop()
    this.#events.emit('level', this.#level)
    this.#events.emit('change')
  }

  #fail(error: EarshotError): void {
    this.#error = error
    void this.stop()
  }

  #warn(warning: RecordingWarning): void {
    if (this.#warnings.has(warning)) return
    this.#warnings.add(warning)
    this.#events.emit('warning', warning)
  }

  #follow(event: ToldOfMessage): void {
    if (event.tell === 'storage-low') this.#runLow(event.isInPageAlone)
    else if (event.tell === 'audio') this.#bring(event.ask, event.audio)
    else if (event.tell === 'message') this.#note(event.view)
  }

  /** Once the disk has given way, nothing gets onto it any more. */
  #runLow(isInPageAlone: boolean): void {
    this.#isInPageAlone ||= isInPageAlone
    this.#warn('storage-low')
  }

  #note(view: MessageView): void {
    if (view.phase === 'gone') this.#lose()
    if (view.phase === 'recording' || this.#state !== 'stopped') return
    this.#view = view
    this.#stopped?.resolve()
    this.#events.emit('change')
  }

  /** Nobody works on it any more: it was removed, or the worker could not be loaded, or broke in the middle of it. */
  #lose(): void {
    if (this.#state !== 'stopped') {
      this.#error = new EarshotError('unreachable')
      this.#letGo()
    }
    this.#end()
  }

  #bring(ask: number, audio: Blob): void {
    this.#listening.get(ask)?.(audio)
    this.#listening.delete(ask)
  }

  #enter(state: RecorderState): void {
    this.#state = state
    this.#level = SILENT_LEVEL
    this.#events.emit('change')
  }

  #tell(command: WithoutId<MessageCommand>): void {
    this.#parts.link.tell({ ...command, message: this.id } as MessageCommand)
  }
}

type WithoutId<Command> = Command extends unknown ? Omit<Command, 'message'> : never
