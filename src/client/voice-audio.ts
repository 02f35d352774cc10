/**
 * The sound of one client: its `AudioContext`, the two worklets with the codec, its microphone and its speakers.
 * Made before joining, so that a microphone can be checked; a room borrows it.
 */

import type { SoundProfile } from '../audio/sound-profile.ts'
import { type AudioSessionType, declareAudioSession } from './audio-session.ts'
import { ContextKeeper } from './context-keeper.ts'
import type { DeviceChange } from './device-change.ts'
import { Emitter } from './emitter.ts'
import { asEarshotError, EarshotError } from './errors.ts'
import { assertCanHaveAudio, type MicrophoneOptions, requestMicrophone } from './microphone.ts'
import { MicrophoneHealth } from './microphone-health.ts'
import { MicrophoneInput } from './microphone-input.ts'
import { MicrophoneSwitch } from './microphone-switch.ts'
import { type AudioDevice, type AudioDevices, devicesOf, pluggedDevices } from './plugged-devices.ts'
import { type Interruption, Recovery } from './recovery.ts'
import type { SoundOptions } from './sound-treatment.ts'
import { SpeakerSwitch } from './speaker-switch.ts'
import { playChord } from './speaker-test.ts'
import type { VoiceAudioEvents } from './voice-audio-events.ts'
import { newVoiceContext, playThrough } from './voice-context.ts'
import { type Heard, VoiceGraph } from './voice-graph.ts'

/** What a room needs of a `VoiceAudio` beside what everybody sees. */
const graphs = new WeakMap<VoiceAudio, VoiceGraph>()

export function graphOf(audio: VoiceAudio): VoiceGraph {
  const graph = graphs.get(audio)
  if (graph === undefined) throw new EarshotError('audio-failed', { cause: 'This VoiceAudio is closed.' })
  return graph
}

/** For whatever else takes in the microphone beside the room: it stays the same node while microphones change. */
export const inletOf = (audio: VoiceAudio): AudioNode => graphOf(audio).treatment.outlet

/** What comes in there now. */
export const profileOf = (audio: VoiceAudio): SoundProfile => graphOf(audio).profile

export class VoiceAudio {
  readonly context: AudioContext
  /** What is heard: the mix of all speakers, behind the limiter. Connected to `context.destination`. */
  readonly output: AudioNode
  readonly #events = new Emitter<VoiceAudioEvents>()
  readonly #graph: VoiceGraph
  readonly #stop = new AbortController()
  readonly #isOwnContext: boolean
  readonly #microphone: MicrophoneSwitch
  readonly #speaker: SpeakerSwitch
  readonly #keeper: ContextKeeper
  readonly #recovery: Recovery
  readonly #health = new MicrophoneHealth()

  private constructor(graph: VoiceGraph, context: AudioContext, isOwnContext: boolean) {
    this.context = context
    this.output = graph.playout
    this.#graph = graph
    this.#isOwnContext = isOwnContext
    const replaced = (change: DeviceChange) => this.#events.emit('device-changed', change)
    const failed = (error: EarshotError) => this.#events.emit('microphone-error', error)
    this.#microphone = new MicrophoneSwitch({
      request: async (options) => requestMicrophone(await graph.treatment.prepare(options)),
      prepare: (sound) => graph.treatment.prepare(sound),
      join: (track, isOwn, watch) => new MicrophoneInput(track, isOwn, graph.treatment.inlet, watch),
      listed: () => pluggedDevices('audioinput'),
      changed: () => this.#changed(),
      silenced: () => this.#recovery.look(),
      replaced,
      failed,
    })
    this.#speaker = new SpeakerSwitch({
      use: (deviceId) => playThrough(context, deviceId),
      listed: () => pluggedDevices('audiooutput'),
      replaced,
    })
    this.#keeper = new ContextKeeper(context, () => this.#hearOfRunning())
    this.#recovery = new Recovery({
      keeper: this.#keeper,
      microphone: this.#microphone,
      told: (interruption) => this.#events.emit('interruption', interruption),
      failed: (error) => this.#microphone.isMissing && failed(asEarshotError(error, 'microphone-failed')),
    })
    graphs.set(this, graph)
    this.#listen()
  }

  /**
   * Loads the worklets and the codec into `context`, or into a new one, which `close` then closes.
   * @throws {EarshotError} `browser-unsupported`, `page-insecure`, `audio-failed`
   */
  static async create(options: { context?: AudioContext } = {}): Promise<VoiceAudio> {
    assertCanHaveAudio()
    const context = options.context ?? newVoiceContext()
    try {
      return new VoiceAudio(await VoiceGraph.create(context), context, options.context === undefined)
    } catch (error) {
      if (options.context === undefined) await context.close()
      throw error
    }
  }

  /** Listens to an event. Returns how to stop that. */
  on<Name extends keyof VoiceAudioEvents>(event: Name, listener: VoiceAudioEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  /**
   * Opens a microphone, or takes a track of the caller's own (which stays the caller's to stop), in place of the one
   * before. Of a track nothing is asked but what `sound` says: `openMicrophone(track, { music: true })`. When that fails the one before stays open and goes on sending, and `microphone` names it still; only where
   * the system lets no two be open at once, and then does not give the old one back either, there is none.
   * Of several calls at once the last one wins. From then on the microphone is kept: one that is unplugged is replaced at
   * once, a chosen one taken again when it is back, and the system's choice followed where none was chosen.
   * @throws {EarshotError} `microphone-refused`, `microphone-none`, `microphone-busy`, `microphone-failed`, `page-insecure`, `browser-unsupported`
   */
  async openMicrophone(source: MediaStreamTrack | MicrophoneOptions = {}, sound: SoundOptions = {}): Promise<void> {
    if (source instanceof MediaStreamTrack) return this.#microphone.take(source, { noiseSuppression: false, ...sound })
    this.#declare('play-and-record')
    try {
      await this.#microphone.open(source)
    } catch (error) {
      if (this.microphone === undefined) this.#declare('playback')
      throw error
    }
  }

  closeMicrophone(): void {
    const wasOpen = this.microphone !== undefined
    this.#microphone.close()
    if (wasOpen) this.#declare('playback')
  }

  /** The open microphone. */
  get microphone(): AudioDevice | undefined {
    const { microphone, label } = this.#microphone
    return microphone && { deviceId: microphone.deviceId, label }
  }

  /**
   * Plays through another device; '' is the system's choice. Only where `canChooseSpeaker`. One that is only not plugged
   * in now fails as well, and is taken when it is.
   * @throws {EarshotError} `audio-failed`
   */
  async setSpeaker(deviceId: string): Promise<void> {
    try {
      await this.#speaker.choose(deviceId)
    } catch (cause) {
      throw new EarshotError('audio-failed', { message: 'That speaker cannot be used. Choose another one.', cause })
    }
  }

  /** The speaker in use; '' is the system's choice. */
  get speaker(): string {
    return this.#speaker.inUse
  }

  get canChooseSpeaker(): boolean {
    return 'setSinkId' in this.context
  }

  /** What is plugged in. Without permission for a microphone browsers tell little: no labels, one of each kind. */
  async devices(): Promise<AudioDevices> {
    return devicesOf((await navigator.mediaDevices?.enumerateDevices()) ?? [])
  }

  /** A short chord, to check the speakers with. Resolves when it has sounded. */
  async playTone(): Promise<void> {
    if (await this.unlock()) await playChord(this.context)
  }

  /** To be called in a click or key handler: browsers let no page sound before. Resolves with whether it may now. */
  async unlock(): Promise<boolean> {
    return this.running || this.#keeper.wake()
  }

  get running(): boolean {
    return this.#keeper.isRunning
  }

  /** What a call or another application has taken away. */
  get interruption(): Interruption {
    return this.#recovery.interruption
  }

  /**
   * Fetches back what an interruption has taken away, microphone and sound. To be called in a click or key handler.
   * Resolves with whether all is there again: while a call lasts, it may not be.
   */
  recover(): Promise<boolean> {
    return this.#recovery.recover()
  }

  /** Lets go of the microphone, and of the context where it made it. Leave the room first. */
  async close(): Promise<void> {
    if (!graphs.delete(this)) return
    this.closeMicrophone()
    this.#stop.abort()
    this.#keeper.stop()
    this.#recovery.stop()
    this.#graph.close()
    this.#declare('auto')
    if (this.#isOwnContext) await this.context.close()
  }

  #listen(): void {
    const { signal } = this.#stop
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#hearOfDevices(), { signal })
    this.context.addEventListener('error', () => void this.#speaker.fail(), { signal })
    this.#graph.on('heard', (heard) => this.microphone && this.#hear(heard))
    this.#graph.on('failed', (error) => this.#events.emit('microphone-error', error))
    if (this.#isOwnContext) signal.addEventListener('abort', this.#recovery.listen())
  }

  #hearOfDevices(): void {
    this.#events.emit('devices')
    void this.#microphone.look()
    void this.#speaker.look()
  }

  #hearOfRunning(): void {
    this.#events.emit('running', this.running)
    this.#recovery.look()
    if (this.#isOwnContext) this.#keeper.wakeUnasked()
  }

  #changed(): void {
    this.#graph.followSound(this.#microphone.sound)
    this.#health.reset()
    this.#recovery.look()
    this.#events.emit('microphone')
  }

  #hear({ frames, level, voicedFrames, clippedFrames }: Heard): void {
    this.#events.emit('microphone-level', level)
    const fault = this.#health.push(frames, level, voicedFrames, clippedFrames)
    if (fault !== undefined) this.#events.emit('microphone-fault', fault)
  }

  #declare(type: AudioSessionType): void {
    if (this.#isOwnContext) declareAudioSession(type)
  }
}
