/**
 * The sound of one client: its `AudioContext`, the two worklets with the codec, its microphone and its speakers.
 * Made before joining, so that a microphone can be checked; a room borrows it.
 */

import { Emitter } from './emitter.ts'
import { EarshotError } from './errors.ts'

/** What to ask of a microphone. Echo cancellation, noise suppression and gain control are on unless switched off. */
export interface MicrophoneOptions {
  deviceId?: string
  echoCancellation?: boolean
  noiseSuppression?: boolean
  autoGainControl?: boolean
}

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
  /** −dBov of the microphone now: 0 is the loudest, 127 silence. About 20 a second while one is open. */
  'microphone-level': (level: number) => void
  /** Another microphone, or none. */
  microphone: () => void
  /** Something was plugged in or out. */
  devices: () => void
  /** The browser lets sound through, or has stopped it: see `unlock`. */
  running: (running: boolean) => void
  /** The open microphone failed: unplugged, or taken by another application. */
  'microphone-error': (error: EarshotError) => void
}

const later = (): never => {
  throw new EarshotError('audio-failed')
}

export class VoiceAudio {
  readonly context: AudioContext
  /** What is heard: the mix of all speakers, behind the limiter. Connected to `context.destination`. */
  readonly output: AudioNode
  readonly #events = new Emitter<VoiceAudioEvents>()

  private constructor(context: AudioContext, output: AudioNode) {
    this.context = context
    this.output = output
  }

  /**
   * Loads the worklets and the codec into `context`, or into a new one, which `close` then closes.
   * @throws {EarshotError} `browser-unsupported`, `page-insecure`, `audio-failed`
   */
  static async create(_options: { context?: AudioContext } = {}): Promise<VoiceAudio> {
    return later()
  }

  /** Listens to an event. Returns how to stop that. */
  on<Name extends keyof VoiceAudioEvents>(event: Name, listener: VoiceAudioEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  /**
   * Opens a microphone, or takes a track of the caller's own (which stays the caller's to stop), in place of the one before.
   * @throws {EarshotError} `microphone-refused`, `microphone-none`, `microphone-busy`, `microphone-failed`, `page-insecure`, `browser-unsupported`
   */
  async openMicrophone(_source: MediaStreamTrack | MicrophoneOptions = {}): Promise<void> {
    later()
  }

  closeMicrophone(): void {
    later()
  }

  get microphone(): AudioDevice | undefined {
    return undefined
  }

  /** Plays through another device; '' is the system's choice. Only where `canChooseSpeaker`. */
  async setSpeaker(_deviceId: string): Promise<void> {
    later()
  }

  get canChooseSpeaker(): boolean {
    return 'setSinkId' in this.context
  }

  async devices(): Promise<AudioDevices> {
    return later()
  }

  /** A short chord, to check the speakers with. Resolves when it has sounded. */
  async playTone(): Promise<void> {
    later()
  }

  /** To be called in a click or key handler: browsers let no page sound before. Resolves with whether it may now. */
  async unlock(): Promise<boolean> {
    return later()
  }

  get running(): boolean {
    return this.context.state === 'running'
  }

  /** Lets go of the microphone and of the context, where it made it. */
  async close(): Promise<void> {
    later()
  }
}
