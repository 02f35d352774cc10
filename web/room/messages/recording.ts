/**
 * The message that is being recorded: one at a time, from the press, or from where a draft ends, to sending or throwing away.
 * It turns the SDK's recorder into signals. Draws nothing.
 */

import { signal } from '@preact/signals'
import type { EarshotErrorCode, MessageDraft, RecordingWarning } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { failedBy } from '../../app/failed.ts'
import { trimsSilence } from '../../app/preferences.ts'
import { words } from '../../i18n/language.ts'
import { letGo, NO_PULL, type Pull, slidTo } from './hold-gesture.ts'
import { OwnMicrophone } from './own-microphone.ts'
import type { Recorder, RecordingParts } from './recording-parts.ts'
import { IDLE, isHeld, nextRecording, type RecordingEvent, type RecordingState } from './recording-state.ts'
import { Slip } from './slip.ts'

interface Beginning {
  held: boolean
  atMs: number
  /** What becomes of a recorder that nobody waits for any more. */
  forget: (recorder: Recorder) => void
}

export class Recording {
  readonly state = signal<RecordingState>(IDLE)
  /** Whole seconds while it records; to the millisecond when it stands still. */
  readonly durationMs = signal(0)
  /** Of what stands still. */
  readonly waveform = signal<readonly number[]>([])
  readonly warnings = signal<readonly RecordingWarning[]>([])
  /** Why it stopped by itself. */
  readonly trouble = signal<EarshotErrorCode | undefined>(undefined)
  /** Where the thumb is on its way to. */
  readonly pull = signal<Pull>(NO_PULL)
  readonly slip = new Slip()
  readonly microphone: OwnMicrophone

  readonly #parts: RecordingParts
  #recorder: Recorder | undefined
  #endings: (() => void)[] = []
  #pressedAtMs = 0
  /** A newer press makes void what an older one still waits for. */
  #turn = 0
  /** That it stops now puts nobody off the air: it is sent the next moment, or was brought back. */
  #staysOnAir = false

  constructor(parts: RecordingParts) {
    this.#parts = parts
    this.microphone = new OwnMicrophone(parts.desk)
  }

  /** `held`: by a thumb or a mouse that lies on the button since `atMs`, as its event says. */
  start(held: boolean, atMs = performance.now()): Promise<void> {
    const record = () => this.#parts.record({ trim: trimsSilence.peek() })
    return this.#begin(record, { held, atMs, forget: (recorder) => recorder.discard() })
  }

  /** Goes on with a draft, as with what was paused a moment ago. */
  goOn(draft: Pick<MessageDraft, 'resume'>): Promise<void> {
    const leave = (recorder: Recorder) => recorder.leave()
    return this.#begin(() => draft.resume(), { held: false, atMs: performance.now(), forget: leave })
  }

  async #begin(record: () => Promise<Recorder>, { held, atMs, forget }: Beginning): Promise<void> {
    const before = this.state.peek()
    this.#do({ type: 'press', held })
    if (this.state.peek() === before) return
    this.#turn += 1
    const turn = this.#turn
    this.#pressedAtMs = atMs
    this.slip.forget()
    this.#parts.quiet()
    try {
      await this.microphone.open()
      if (turn !== this.#turn) return this.#shutUnused()
      const recorder = await record()
      if (turn === this.#turn) return this.#follow(recorder)
      forget(recorder)
      this.#shutUnused()
    } catch (error) {
      if (turn !== this.#turn) return this.#shutUnused()
      this.microphone.close()
      this.#do({ type: 'fail', code: failedBy(error, 'microphone-failed').code })
    }
  }

  /** The thumb has moved. */
  slide(pull: Pull): void {
    if (!isHeld(this.state.peek())) return
    this.pull.value = pull
    const slid = slidTo(pull)
    if (slid === 'locked') this.lock()
    if (slid === 'cancelled') this.discard()
  }

  lock(): void {
    this.#do({ type: 'lock' })
    this.pull.value = NO_PULL
    announce(words.peek().messages.handsFree)
  }

  /** The thumb is gone: a tap goes on by itself, a hold is a message, unless it was a slip or nothing was heard. */
  release(atMs = performance.now()): void {
    if (!isHeld(this.state.peek())) return
    const meant = letGo(atMs - this.#pressedAtMs, this.#recorder?.durationMs ?? 0)
    if (meant === 'lock') this.lock()
    else if (meant === 'send') this.#finishHold()
    else this.#drop()
  }

  #finishHold(): void {
    this.pull.value = NO_PULL
    this.#staysOnAir = true
    void this.#stop() // whether anything was heard is known as soon as it stops
    this.#staysOnAir = false
    if (this.#recorder?.warnings.has('no-sound') === false) this.send()
    else this.#stand()
  }

  /** Nothing worth bringing back. */
  #drop(): void {
    this.#recorder?.discard()
    this.#end()
    this.slip.show()
  }

  /** The pointer is gone without being let go: nothing is sent, nothing is lost. */
  lose(): void {
    if (isHeld(this.state.peek())) this.lock()
  }

  toggle(): Promise<void> {
    return this.state.peek().is === 'paused' ? this.resume() : this.pause()
  }

  /** It stands still, and I stay off the air. */
  async pause(): Promise<void> {
    if (this.state.peek().is !== 'recording') return
    this.#stand()
    await this.#stop()
  }

  #stand(): void {
    this.#parts.offAir.begin()
    const w = words.peek().messages
    announce(`${w.pausedNow} ${w.pausedAir[this.#parts.air()]}`)
  }

  async #stop(): Promise<void> {
    await this.#recorder?.stop()
    if (!this.microphone.isOpen.peek()) return
    this.microphone.close()
    this.#parts.offAir.end() // there is nothing left to be heard by
  }

  /** Goes on behind what there is. */
  async resume(): Promise<void> {
    if (this.state.peek().is !== 'paused') return
    this.#parts.quiet()
    this.trouble.value = undefined
    const turn = this.#turn
    try {
      await this.microphone.open()
      if (turn !== this.#turn) return this.#shutUnused()
      await this.#recorder?.resume()
      if (turn === this.#turn) announce(words.peek().messages.recordingNow)
    } catch (error) {
      if (turn !== this.#turn) return this.#shutUnused()
      this.microphone.close()
      this.trouble.value = failedBy(error, 'microphone-failed').code
    }
  }

  readonly audio = (): Promise<Blob> =>
    this.#recorder?.audio() ?? Promise.reject(new Error('Nothing has been recorded.'))

  send(): void {
    const recorder = this.#recorder
    if (recorder === undefined) return
    recorder.send(this.#parts.options())
    this.#end()
    announce(this.#withAir(words.peek().messages.sendingNow))
    this.#parts.onSent()
  }

  /** Throws it away; for a while it can be brought back. */
  discard(): void {
    const recorder = this.#recorder
    const undo = recorder?.discard()
    this.#end()
    if (recorder === undefined || undo === undefined) return
    this.#parts.onDiscarded(async () => {
      await undo()
      this.#bringBack(recorder)
    })
    announce(this.#withAir(words.peek().messages.discardedNow))
  }

  /** What could not be begun has been read. */
  dismiss(): void {
    if (this.state.peek().is === 'failed') this.#do({ type: 'end' })
  }

  /** The room is left: what was recorded stays on this device, and is offered again. */
  dispose(): void {
    this.#recorder?.leave()
    this.#parts.offAir.forget() // nobody goes on the air by leaving
    this.#end()
    this.slip.forget()
  }

  /** What happened, and that the room hears me from now on, where it does. */
  #withAir(text: string): string {
    return this.#parts.air() === 'live' ? `${text} ${words.peek().messages.hearsAgain}` : text
  }

  /** Where another is being recorded by now, it waits among the drafts. */
  #bringBack(recorder: Recorder): void {
    const isFree = this.#recorder === undefined && this.state.peek().is !== 'opening'
    if (!isFree) recorder.leave()
    else {
      this.#do({ type: 'press', held: false })
      this.#staysOnAir = true
      this.#follow(recorder)
      this.#staysOnAir = false
    }
  }

  /** The press was over before the microphone was open. A newer one may have it by now. */
  #shutUnused(): void {
    const { is } = this.state.peek()
    if (is === 'idle' || is === 'failed') this.microphone.close()
  }

  #follow(recorder: Recorder): void {
    this.#recorder = recorder
    this.#endings = [
      // What is over is a draft by now, or in the hands of another tab.
      recorder.on('change', () => (recorder.isOver ? this.#end() : this.#read(recorder))),
      recorder.on('warning', (warning) => {
        const { title, text } = words.peek().messages.warnings[warning]
        announce(`${title} ${text}`)
      }),
    ]
    this.#do({ type: 'opened' })
    this.#read(recorder)
    if (recorder.state === 'recording') announce(words.peek().messages.recordingNow)
  }

  /** 25 times a second: what has not changed is not written. */
  #read({ state, durationMs, waveform, warnings, error }: Recorder): void {
    const isRecording = state === 'recording'
    const stops = !isRecording && this.state.peek().is === 'recording'
    if (stops && !this.#staysOnAir) this.#parts.offAir.begin()
    this.#do({ type: isRecording ? 'resume' : 'pause' })
    this.durationMs.value = isRecording ? Math.floor(durationMs / 1000) * 1000 : durationMs
    if (!isRecording) this.waveform.value = waveform
    if (warnings.size !== this.warnings.peek().length) this.warnings.value = [...warnings]
    if (error !== undefined && !isRecording) this.trouble.value = error.code
  }

  #end(): void {
    this.#turn += 1
    for (const end of this.#endings.splice(0)) end()
    this.#recorder = undefined
    this.pull.value = NO_PULL
    this.durationMs.value = 0
    this.waveform.value = []
    this.warnings.value = []
    this.trouble.value = undefined
    this.#do({ type: 'end' })
    this.microphone.close()
    this.#parts.offAir.end()
  }

  #do(event: RecordingEvent): void {
    this.state.value = nextRecording(this.state.peek(), event)
  }
}
