/**
 * The sound of one client: its `AudioContext`, the two worklets with the codec, its microphone and its speakers.
 * Made before joining, so that a microphone can be checked; a room borrows it.
 */

import { SAMPLE_RATE_HZ } from '../audio/pcm.ts'
import { type AudioSessionType, declareAudioSession } from './audio-session.ts'
import { resumeAtGestures } from './autoplay.ts'
import { Emitter } from './emitter.ts'
import { EarshotError } from './errors.ts'
import { assertCanHaveAudio, type MicrophoneOptions, requestMicrophone } from './microphone.ts'
import { type MicrophoneFault, MicrophoneHealth } from './microphone-health.ts'
import { MicrophoneInput } from './microphone-input.ts'
import { MicrophoneSwitch } from './microphone-switch.ts'
import { playChord } from './speaker-test.ts'
import { type Heard, VoiceGraph } from './voice-graph.ts'

export interface AudioDevice {
  readonly deviceId: string
  /** Empty until the user has allowed a microphone. */
  readonly label: string
}

export interface AudioDevices {
  microphones: AudioDevice[]
  speakers: AudioDevice[]
}

export interface VoiceAudioEvents {
  /** −dBov of the microphone now: 0 is the loudest, 127 silence. 25 a second while one is open. */
  'microphone-level': (level: number) => void
  /** Another microphone, or none, or the one that was interrupted is back. */
  microphone: () => void
  /** The open microphone has brought nothing at all for 5 s, or distorts the voice: once until it has been right again. */
  'microphone-fault': (fault: MicrophoneFault) => void
  /** Something was plugged in or out. */
  devices: () => void
  /** The browser lets sound through, or has stopped it: see `unlock`. */
  running: (running: boolean) => void
  /** The open microphone failed: unplugged with no other to take its place, or taken by another application. */
  'microphone-error': (error: EarshotError) => void
}

/** A browser that lets the context run does so at once. */
const UNLOCK_WITHIN_MS = 500

/** What a room needs of a `VoiceAudio` beside what everybody sees. */
const graphs = new WeakMap<VoiceAudio, VoiceGraph>()

export function graphOf(audio: VoiceAudio): VoiceGraph {
  const graph = graphs.get(audio)
  if (graph === undefined) throw new EarshotError('audio-failed', { cause: 'This VoiceAudio is closed.' })
  return graph
}

export class VoiceAudio {
  readonly context: AudioContext
  /** What is heard: the mix of all speakers, behind the limiter. Connected to `context.destination`. */
  readonly output: AudioNode
  readonly #events = new Emitter<VoiceAudioEvents>()
  readonly #graph: VoiceGraph
  readonly #stop = new AbortController()
  readonly #isOwnContext: boolean
  readonly #microphone: MicrophoneSwitch
  readonly #health = new MicrophoneHealth()

  private constructor(graph: VoiceGraph, context: AudioContext, isOwnContext: boolean) {
    this.context = context
    this.output = graph.playout
    this.#graph = graph
    this.#isOwnContext = isOwnContext
    this.#microphone = new MicrophoneSwitch({
      request: requestMicrophone,
      join: (track, isOwn, watch) => new MicrophoneInput(track, isOwn, graph.capture, watch),
      changed: () => this.#changed(),
      failed: (error) => this.#events.emit('microphone-error', error),
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
    const context = options.context ?? newContext()
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
   * before. When that fails the one before stays open and goes on sending, and `microphone` names it still; only where
   * the system lets no two be open at once, and then does not give the old one back either, there is none.
   * Of several calls at once the last one wins.
   * @throws {EarshotError} `microphone-refused`, `microphone-none`, `microphone-busy`, `microphone-failed`, `page-insecure`, `browser-unsupported`
   */
  async openMicrophone(source: MediaStreamTrack | MicrophoneOptions = {}): Promise<void> {
    if (source instanceof MediaStreamTrack) return this.#microphone.take(source)
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
    const { microphone } = this.#microphone
    return microphone && { deviceId: microphone.deviceId, label: microphone.label }
  }

  /**
   * Plays through another device; '' is the system's choice. Only where `canChooseSpeaker`.
   * @throws {EarshotError} `audio-failed`
   */
  async setSpeaker(deviceId: string): Promise<void> {
    try {
      await (this.context as { setSinkId?: (id: string) => Promise<void> }).setSinkId?.(deviceId)
    } catch (cause) {
      throw new EarshotError('audio-failed', { message: 'That speaker cannot be used. Choose another one.', cause })
    }
  }

  get canChooseSpeaker(): boolean {
    return 'setSinkId' in this.context
  }

  /** What is plugged in. Without permission for a microphone browsers tell little: no labels, one of each kind. */
  async devices(): Promise<AudioDevices> {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? []
    const ofKind = (kind: MediaDeviceKind) =>
      all.filter((device) => device.kind === kind).map(({ deviceId, label }) => ({ deviceId, label }))
    return { microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') }
  }

  /** A short chord, to check the speakers with. Resolves when it has sounded. */
  async playTone(): Promise<void> {
    if (await this.unlock()) await playChord(this.context)
  }

  /** To be called in a click or key handler: browsers let no page sound before. Resolves with whether it may now. */
  async unlock(): Promise<boolean> {
    if (this.running) return true
    // Without a gesture `resume` stays pending for ever; on a closed context it rejects.
    const resumed = this.context.resume().catch(() => undefined)
    await Promise.race([resumed, new Promise((resolve) => setTimeout(resolve, UNLOCK_WITHIN_MS))])
    return this.running
  }

  get running(): boolean {
    return this.context.state === 'running'
  }

  /** Lets go of the microphone, and of the context where it made it. Leave the room first. */
  async close(): Promise<void> {
    if (!graphs.delete(this)) return
    this.closeMicrophone()
    this.#stop.abort()
    this.#graph.close()
    this.#declare('auto')
    if (this.#isOwnContext) await this.context.close()
  }

  #listen(): void {
    const { signal } = this.#stop
    const { context } = this
    context.addEventListener('statechange', () => this.#events.emit('running', this.running), { signal })
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#events.emit('devices'), { signal })
    this.#graph.on('heard', (heard) => this.microphone && this.#hear(heard))
    this.#graph.on('failed', (error) => this.#events.emit('microphone-error', error))
    if (this.#isOwnContext) signal.addEventListener('abort', resumeAtGestures(context))
  }

  #changed(): void {
    this.#health.reset()
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

/** 48 kHz is the codec's rate. Firefox refuses to connect a microphone of another rate, so there it is the device's. */
function newContext(): AudioContext {
  const isFirefox = navigator.userAgent.includes('Firefox/')
  return new AudioContext({ latencyHint: 'interactive', ...(isFirefox ? {} : { sampleRate: SAMPLE_RATE_HZ }) })
}
