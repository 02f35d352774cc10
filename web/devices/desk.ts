/**
 * The sound desk of this page: one VoiceAudio and what the page shows of it, as signals.
 * Made when the door of a room opens, kept through joining, leaving and joining again. Knows no room.
 */

import { effect, signal } from '@preact/signals'
import { type EarshotErrorCode, type Interruption, VoiceAudio } from '../../src/client/index.ts'
import { failedBy } from '../app/failed.ts'
import { microphoneId, speakerId } from '../app/preferences.ts'
import { MicrophoneFaults } from './microphone-faults.ts'
import { microphoneIsAllowed } from './microphone-permission.ts'
import { PlugNews } from './plug-news.ts'
import { soundOptions } from './sound-choices.ts'

export type MicrophoneState =
  | { is: 'off' }
  | { is: 'asking' }
  | { is: 'on'; label: string; deviceId: string }
  | { is: 'failed'; code: EarshotErrorCode }

export type DeskState = { is: 'loading' } | { is: 'ready' } | { is: 'failed'; code: EarshotErrorCode }

type Devices = Awaited<ReturnType<VoiceAudio['devices']>>

/** −dBov. Room noise through any working microphone is louder; digital silence is 127. */
const FAINTEST_SOUND = 120
const SILENCE = 127
/** Long enough that a person who reads first and speaks then is not told that the microphone is dead. */
const NOTHING_HEARD_AFTER_MS = 10_000

export class Desk {
  readonly state = signal<DeskState>({ is: 'loading' })
  readonly microphone = signal<MicrophoneState>({ is: 'off' })
  /** The microphone chosen last could not be opened; the one before it stays on. */
  readonly microphoneChoiceFailed = signal(false)
  /** The chosen speaker in use; empty: the system's own choice. */
  readonly speaker = signal('')
  readonly speakerChoiceFailed = signal(false)
  readonly devices = signal<Devices>({ microphones: [], speakers: [] })
  /** False while the browser holds the sound back until a gesture. */
  readonly running = signal(true)
  /** Nothing but digital silence since this microphone was opened, for a while. */
  readonly nothingHeard = signal(false)
  readonly heardSomething = signal(false)
  readonly faults = new MicrophoneFaults()
  /** What a call or another application has taken away. */
  readonly interruption = signal<Interruption>({ microphone: false, sound: false })
  /** It was tried to get that back, in vain: the call goes on. */
  readonly stillInterrupted = signal(false)
  readonly news = new PlugNews(() => ({
    microphone: this.#openId,
    speaker: this.speaker.peek(),
    chosen: [microphoneId.peek(), speakerId.peek()],
  }))

  #audio: VoiceAudio | undefined
  /** When the open microphone gave its first level, by `performance.now()`: none comes while the sound is held back. */
  #firstLevelAtMs: number | undefined
  /** The SDK opens the one that is gone as soon as it may. */
  #comesBack = false
  #closed = false
  /** Count what was asked for: what an earlier call fails with is no news. */
  #openings = 0
  #speakerChoices = 0
  readonly #listeners = new Set<(level: number) => void>()
  readonly #endings: (() => void)[] = []

  /** The sound machine; undefined until `state` is ready. */
  get audio(): VoiceAudio | undefined {
    return this.#audio
  }

  async open(): Promise<void> {
    try {
      const audio = await VoiceAudio.create()
      if (this.#closed) return void audio.close()
      this.#audio = audio
    } catch (error) {
      this.state.value = { is: 'failed', code: failedBy(error, 'audio-failed').code }
      return
    }
    this.#listen(this.#audio)
    this.state.value = { is: 'ready' }
    if (await microphoneIsAllowed()) await this.openMicrophone()
  }

  /** Opens the preferred microphone. Answers whether one is on; why not is in `microphone`. */
  async openMicrophone(deviceId = microphoneId.peek()): Promise<boolean> {
    const audio = this.#audio
    if (audio === undefined) return false
    this.#openings += 1
    const opening = this.#openings
    this.microphoneChoiceFailed.value = false
    // One that is on goes on until the other takes its place.
    if (this.microphone.peek().is !== 'on') this.microphone.value = { is: 'asking' }
    try {
      await audio.openMicrophone({ ...(deviceId === '' ? {} : { deviceId }), ...soundOptions.peek() })
      this.#showMicrophone()
    } catch (error) {
      if (opening === this.#openings) this.#failToOpen(audio, failedBy(error, 'microphone-failed').code)
    }
    return this.microphone.peek().is === 'on'
  }

  closeMicrophone(): void {
    this.microphoneChoiceFailed.value = false
    this.news.dismiss()
    this.#audio?.closeMicrophone()
    this.microphone.value = { is: 'off' }
  }

  /** A choice that fails while another microphone is on is none; with none on it is what "Try again" tries. */
  async chooseMicrophone(deviceId: string): Promise<void> {
    const before = microphoneId.peek()
    this.news.settle()
    microphoneId.value = deviceId
    await this.openMicrophone(deviceId)
    if (this.microphoneChoiceFailed.peek() && microphoneId.peek() === deviceId) microphoneId.value = before
  }

  async chooseSpeaker(deviceId: string): Promise<void> {
    this.#speakerChoices += 1
    const choice = this.#speakerChoices
    this.speakerChoiceFailed.value = false
    this.news.settle()
    if (await this.#useSpeaker(deviceId)) speakerId.value = deviceId
    else if (choice === this.#speakerChoices) this.speakerChoiceFailed.value = true
  }

  async playTone(): Promise<void> {
    await this.unlock()
    await this.#audio?.playTone()
  }

  /** To be called from a gesture: browsers let sound start only there. */
  async unlock(): Promise<void> {
    if (this.#audio !== undefined) this.running.value = await this.#audio.unlock()
  }

  /** To be called from a gesture: fetches back what a call has taken away. */
  async recover(): Promise<void> {
    const recovered = await this.#audio?.recover()
    this.stillInterrupted.value = recovered === false
  }

  /** Calls `listener` with the microphone's level, −dBov, about 20 times a second. */
  onLevel(listener: (level: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const end of this.#endings.splice(0)) end()
    this.news.stop()
    await this.#audio?.close()
  }

  #listen(audio: VoiceAudio): void {
    this.running.value = audio.running
    this.#endings.push(
      this.#followSound(),
      audio.on('microphone-level', (level) => this.#hear(level)),
      audio.on('microphone', () => this.#showMicrophone()),
      audio.on('microphone-fault', (fault) => this.faults.tell(fault)),
      audio.on('devices', () => void this.#hearOfDevices()),
      audio.on('device-changed', (change) => {
        this.speaker.value = audio.speaker
        this.news.tell(change)
      }),
      audio.on('interruption', (interruption) => this.#showInterruption(interruption)),
      audio.on('running', (running) => {
        this.running.value = running
      }),
      audio.on('microphone-error', (error) => {
        this.#comesBack = true
        this.microphone.value = { is: 'failed', code: error.code }
      }),
    )
    // Not plugged in today, it may be again tomorrow: the choice stays stored, and the system's is in use.
    if (speakerId.peek() !== '') void this.#useSpeaker(speakerId.peek())
    void this.#showDevices()
  }

  /** Another wish for the sound is one for the microphone that is on, too. */
  #followSound(): () => void {
    let current = soundOptions.peek()
    return effect(() => {
      if (soundOptions.value === current) return
      current = soundOptions.value
      if (this.microphone.peek().is === 'on') void this.openMicrophone()
    })
  }

  #failToOpen(audio: VoiceAudio, code: EarshotErrorCode): void {
    const shown = this.microphone.peek().is
    if (shown === 'off') return // closed meanwhile
    this.#comesBack = false
    if (shown === 'on' && audio.microphone !== undefined) this.microphoneChoiceFailed.value = true
    else this.microphone.value = { is: 'failed', code }
  }

  async #useSpeaker(deviceId: string): Promise<boolean> {
    try {
      await this.#audio?.setSpeaker(deviceId)
    } catch {
      return false // EarshotError: the device went away or refuses; what was in use stays
    }
    this.speaker.value = deviceId
    return true
  }

  #hear(level: number): void {
    this.faults.hear(level)
    if (level <= FAINTEST_SOUND) {
      this.heardSomething.value = true
      this.nothingHeard.value = false
    } else if (!this.heardSomething.peek()) {
      this.#firstLevelAtMs ??= performance.now()
      this.nothingHeard.value = performance.now() - this.#firstLevelAtMs > NOTHING_HEARD_AFTER_MS
    }
    for (const listener of this.#listeners) listener(level)
  }

  #showMicrophone(): void {
    this.faults.reset()
    const open = this.#audio?.microphone
    if (open === undefined) {
      if (this.microphone.peek().is === 'on') this.microphone.value = { is: 'off' }
      return
    }
    this.#firstLevelAtMs = undefined
    this.heardSomething.value = false
    this.nothingHeard.value = false
    this.microphone.value = { is: 'on', ...open }
    void this.#showDevices()
  }

  /** A person who was told to plug one in has done so. */
  async #hearOfDevices(): Promise<void> {
    await this.#showDevices()
    const state = this.microphone.peek()
    const isAwaited = state.is === 'failed' && state.code === 'microphone-none'
    if (isAwaited && !this.#comesBack && this.devices.peek().microphones.length > 0) await this.openMicrophone()
  }

  #showInterruption(interruption: Interruption): void {
    this.interruption.value = interruption
    this.stillInterrupted.value = false
    // Levels come no more: what was shown last would stay.
    for (const listener of this.#listeners) listener(SILENCE)
  }

  async #showDevices(): Promise<void> {
    const audio = this.#audio
    if (audio === undefined) return
    const { microphones, speakers } = await audio.devices()
    this.devices.value = { microphones, speakers: audio.canChooseSpeaker ? speakers : [] }
    this.news.look(this.devices.peek())
  }

  get #openId(): string {
    const state = this.microphone.peek()
    return state.is === 'on' ? state.deviceId : ''
  }
}
