/**
 * The message that is being recorded: one at a time, from the press to sending or throwing away. It turns the SDK's
 * recorder into signals. Draws nothing.
 */

import { signal } from '@preact/signals'
import type { EarshotErrorCode, RecordingWarning } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { failedBy } from '../../app/failed.ts'
import { trimsSilence } from '../../app/preferences.ts'
import { words } from '../../i18n/language.ts'
import { letGo, NO_PULL, type Pull, slidTo } from './hold-gesture.ts'
import type { Recorder, RecordingParts } from './recording-parts.ts'
import { IDLE, isHeld, nextRecording, type RecordingEvent, type RecordingState } from './recording-state.ts'

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

  readonly #parts: RecordingParts
  #recorder: Recorder | undefined
  #endings: (() => void)[] = []
  #pressedAtMs = 0
  /** The microphone was opened for this message alone. */
  #hasOpened = false
  /** A newer press makes void what an older one still waits for. */
  #turn = 0

  constructor(parts: RecordingParts) {
    this.#parts = parts
  }

  /** `held`: by a thumb that lies on the button. */
  async start(held: boolean): Promise<void> {
    const before = this.state.peek()
    this.#do({ type: 'press', held })
    if (this.state.peek() === before) return
    this.#turn += 1
    const turn = this.#turn
    this.#pressedAtMs = performance.now()
    this.#parts.quiet()
    try {
      await this.#openMicrophone()
      const recorder = await this.#parts.record({ trim: trimsSilence.peek() })
      if (turn === this.#turn) this.#follow(recorder)
      else recorder.discard()
    } catch (error) {
      this.#closeMicrophone()
      if (turn === this.#turn) this.#do({ type: 'fail', code: failedBy(error, 'microphone-failed').code })
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

  /** The thumb is gone: a tap goes on by itself, a hold is a message, unless nothing was heard. */
  release(): void {
    const state = this.state.peek()
    if (!isHeld(state)) return
    const isTap = state.is === 'opening' || letGo(performance.now() - this.#pressedAtMs) === 'lock'
    if (isTap) this.lock()
    else this.#finishHold()
  }

  #finishHold(): void {
    this.pull.value = NO_PULL
    void this.pause() // whether anything was heard is known as soon as it stops
    if (this.#recorder?.warnings.has('no-sound') === false) this.send()
  }

  /** The pointer is gone without being let go: nothing is sent, nothing is lost. */
  lose(): void {
    if (isHeld(this.state.peek())) this.lock()
  }

  toggle(): Promise<void> {
    return this.state.peek().is === 'paused' ? this.resume() : this.pause()
  }

  /** It stands still, and the room hears the microphone again. */
  async pause(): Promise<void> {
    if (this.state.peek().is !== 'recording') return
    announce(words.peek().messages.pausedNow)
    await this.#recorder?.stop()
    this.#closeMicrophone()
  }

  /** Goes on behind what there is. */
  async resume(): Promise<void> {
    if (this.state.peek().is !== 'paused') return
    this.#parts.quiet()
    this.trouble.value = undefined
    try {
      await this.#openMicrophone()
      await this.#recorder?.resume()
      announce(words.peek().messages.recordingNow)
    } catch (error) {
      this.#closeMicrophone()
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
    announce(words.peek().messages.sendingNow)
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
  }

  /** What could not be begun has been read. */
  dismiss(): void {
    if (this.state.peek().is === 'failed') this.#do({ type: 'end' })
  }

  /** The room is left: what was recorded stays on this device, and is offered again. */
  dispose(): void {
    this.#recorder?.leave()
    this.#end()
  }

  /** Where another is being recorded by now, it waits among the drafts. */
  #bringBack(recorder: Recorder): void {
    const isFree = this.#recorder === undefined && this.state.peek().is !== 'opening'
    if (!isFree) recorder.leave()
    else {
      this.#do({ type: 'press', held: false })
      this.#follow(recorder)
    }
  }

  /** The one that was chosen; where it does not open, the SDK says why when it tries. */
  async #openMicrophone(): Promise<void> {
    const { desk } = this.#parts
    if (desk.microphone.peek().is !== 'on') this.#hasOpened = await desk.openMicrophone()
  }

  #closeMicrophone(): void {
    if (this.#hasOpened) this.#parts.desk.closeMicrophone()
    this.#hasOpened = false
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
    this.#closeMicrophone()
  }

  #do(event: RecordingEvent): void {
    this.state.value = nextRecording(this.state.peek(), event)
  }
}
