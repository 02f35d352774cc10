/**
 * The sound of one client: its `AudioContext`, the two worklets with the codec, its microphone and its speakers.
 * Made before joining, so that a microphone can be checked; a room borrows it.
 */

import { SAMPLE_RATE_HZ } from '../audio/pcm.ts'
import { type AudioSessionType, declareAudioSession } from './audio-session.ts'
import { resumeAtGestures } from './autoplay.ts'
import { Emitter } from './emitter.ts'
import { asEarshotError, EarshotError } from './errors.ts'
import { assertCanHaveAudio, type MicrophoneOptions, requestMicrophone } from './microphone.ts'
import { MicrophoneInput } from './microphone-input.ts'
import { playChord } from './speaker-test.ts'
import { VoiceGraph } from './voice-graph.ts'

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
  #input: MicrophoneInput | undefined
  /** Counts calls of `openMicrophone` and `closeMicrophone`: the last one wins. */
  #calls = 0

  private constructor(graph: VoiceGraph, context: AudioContext, isOwnContext: boolean) {
    this.context = context
    this.output = graph.playout
    this.#graph = graph
    this.#isOwnContext = isOwnContext
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
   * Opens a microphone, or takes a track of the caller's own (which stays the caller's to stop), in place of the one before.
   * @throws {EarshotError} `microphone-refused`, `microphone-none`, `microphone-busy`, `microphone-failed`, `page-insecure`, `browser-unsupported`
   */
  async openMicrophone(source: MediaStreamTrack | MicrophoneOptions = {}): Promise<void> {
    this.#calls += 1
    const call = this.#calls
    if (source instanceof MediaStreamTrack) return this.#take(source, undefined)
    this.#declare('play-and-record')
    const track = await this.#request(source)
    if (call === this.#calls) this.#take(track, source)
    else track.stop() // another call has come since
  }

  closeMicrophone(): void {
    this.#calls += 1
    if (this.#input === undefined) return
    this.#input.close()
    this.#input = undefined
    this.#declare('playback')
    this.#events.emit('microphone')
  }

  /** The open microphone. */
  get microphone(): AudioDevice | undefined {
    return this.#input && { deviceId: this.#input.deviceId, label: this.#input.label }
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
    this.#graph.on('heard', ({ level }) => this.#input && this.#events.emit('microphone-level', level))
    this.#graph.on('failed', (error) => this.#events.emit('microphone-error', error))
    if (this.#isOwnContext) signal.addEventListener('abort', resumeAtGestures(context))
  }

  /** Some systems let only one microphone be open at a time: then the old one is closed first. */
  async #request(options: MicrophoneOptions): Promise<MediaStreamTrack> {
    try {
      return await requestMicrophone(options)
    } catch (error) {
      if (this.#input === undefined || asEarshotError(error, 'microphone-failed').code !== 'microphone-busy')
        throw error
      this.#input.close()
      this.#input = undefined
      return requestMicrophone(options)
    }
  }

  /** Puts a track in place. `options`: how it was opened here, and can be again; undefined for one of the caller's. */
  #take(track: MediaStreamTrack, options: MicrophoneOptions | undefined): void {
    const input = new MicrophoneInput(track, options !== undefined, this.#graph.capture, {
      ended: () => this.#replace(options),
      interrupted: () => this.#events.emit('microphone-error', new EarshotError('microphone-busy')),
      resumed: () => this.#events.emit('microphone'),
    })
    this.#input?.close()
    this.#input = input
    this.#events.emit('microphone')
  }

  /** The microphone was unplugged: the system's next choice takes its place, or there is none. */
  async #replace(options: MicrophoneOptions | undefined): Promise<void> {
    this.closeMicrophone()
    const { deviceId: _, ...rest } = options ?? {}
    try {
      if (options === undefined) throw new EarshotError('microphone-failed')
      await this.openMicrophone(rest)
    } catch (error) {
      this.#events.emit('microphone-error', asEarshotError(error, 'microphone-failed'))
    }
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
