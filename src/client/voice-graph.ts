/**
 * The two worklets in their `AudioContext`: where sound comes in, what is done to it, where it goes out, and the ports
 * between. What passes between them and the network worker, this page never sees.
 */

import type { PlayoutStatistics } from '../audio/playout-counters.ts'
import { CHANNELS, type SoundProfile } from '../audio/sound-profile.ts'
import type { TalkSwitches } from '../audio/talk-gate.ts'
import type { CaptureCommand, CaptureReport } from './capture-worklet.ts'
import { Emitter } from './emitter.ts'
import { EarshotError } from './errors.ts'
import type { PlayoutCommand, PlayoutReport } from './playout-worklet.ts'
import { CAPTURE_PROCESSOR, PLAYOUT_PROCESSOR } from './processor-names.ts'
import { type SoundOptions, SoundTreatment } from './sound-treatment.ts'
import workletsUrl from './worklets.ts?worker&url'

/** Compiling the codec takes some 50 ms on a laptop and a second on an old phone; one that is busy takes its time. */
const READY_WITHIN_MS = 20_000
/** A context that the browser does not let run yet may not run its worklets either: they get ready when it does. */
const READY_IF_SUSPENDED_WITHIN_MS = 1_000

/** What the page hears of the microphone, 25 times a second. */
export type Heard = Extract<CaptureReport, { type: 'heard' }>

export interface VoiceGraphEvents {
  heard: (heard: Heard) => void
  /** Who is played now: [member, −dBov]. */
  levels: (levels: readonly [number, number][]) => void
  /** How everybody's audio fares here who has been heard, once a second. */
  statistics: (speakers: readonly [number, PlayoutStatistics][]) => void
  failed: (error: EarshotError) => void
}

export interface GraphSession {
  lines: { capture: MessagePort; playout: MessagePort }
  /** Nothing is sent or played any more, unless another session has begun since. */
  end: () => void
}

export class VoiceGraph {
  /** Microphones come in here. */
  readonly treatment: SoundTreatment
  readonly capture: AudioWorkletNode
  /** What is heard comes out here. */
  readonly playout: AudioWorkletNode
  readonly #events = new Emitter<VoiceGraphEvents>()
  /** The session that the worklets serve. */
  #lines: GraphSession['lines'] | undefined
  #profile: SoundProfile = 'voice'

  private constructor(context: AudioContext) {
    const mono: AudioWorkletNodeOptions = { channelCount: 1, channelCountMode: 'explicit', outputChannelCount: [1] }
    const stereo: AudioWorkletNodeOptions = { numberOfInputs: 0, outputChannelCount: [2] }
    this.capture = new AudioWorkletNode(context, CAPTURE_PROCESSOR, mono)
    this.playout = new AudioWorkletNode(context, PLAYOUT_PROCESSOR, stereo)
    this.treatment = new SoundTreatment(context)
    this.treatment.outlet.connect(this.capture)
    // The capture puts out silence; a node that leads nowhere would not be run at all.
    this.capture.connect(context.destination)
    this.playout.connect(context.destination)
  }

  /** @throws {EarshotError} `audio-failed` */
  static async create(context: AudioContext): Promise<VoiceGraph> {
    try {
      await context.audioWorklet.addModule(workletsUrl)
      const graph = new VoiceGraph(context)
      await graph.#ready()
      return graph
    } catch (cause) {
      throw cause instanceof EarshotError ? cause : new EarshotError('audio-failed', { cause })
    }
  }

  on<Name extends keyof VoiceGraphEvents>(event: Name, listener: VoiceGraphEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  /** Connects both worklets to a session, in place of the one before. The ports are for its network worker. */
  beginSession(): GraphSession {
    const capture = new MessageChannel()
    const playout = new MessageChannel()
    const lines = { capture: capture.port2, playout: playout.port2 }
    this.#lines = lines
    this.#tellCapture({ type: 'begin', line: capture.port1 }, [capture.port1])
    this.#tellPlayout({ type: 'begin', line: playout.port1 }, [playout.port1])
    return { lines, end: () => this.#lines === lines && this.#endSession() }
  }

  setSwitches(switches: TalkSwitches): void {
    this.#tellCapture({ type: 'switches', switches })
  }

  /** What comes in now. */
  get profile(): SoundProfile {
    return this.#profile
  }

  /** What comes in now, and how it is wanted; undefined: no microphone is open. */
  followSound(sound: SoundOptions | undefined): void {
    const profile: SoundProfile = sound?.music ? 'music' : 'voice'
    this.#profile = profile
    this.treatment.follow(sound)
    this.capture.channelCount = CHANNELS[profile]
    this.#tellCapture({ type: 'profile', profile })
  }

  setGain(member: number, gain: number): void {
    this.#tellPlayout({ type: 'gain', member, gain })
  }

  setDeafened(deafened: boolean): void {
    this.#tellPlayout({ type: 'deafened', deafened })
  }

  /** A member has left: what the playout remembers of them goes too. */
  forget(member: number): void {
    this.#tellPlayout({ type: 'forget', member })
  }

  /** The worklets stop for good; the context may be the application's, and goes on. */
  close(): void {
    this.#tellCapture({ type: 'close' })
    this.#tellPlayout({ type: 'close' })
    this.treatment.close()
    this.capture.disconnect()
    this.playout.disconnect()
  }

  #endSession(): void {
    this.#tellCapture({ type: 'end' })
    this.#tellPlayout({ type: 'end' })
  }

  /** Both codecs are compiled, or will be. */
  async #ready(): Promise<void> {
    const { context } = this.capture
    const timedOut = new Promise<void>((resolve, reject) => {
      setTimeout(() => context.state === 'running' || resolve(), READY_IF_SUSPENDED_WITHIN_MS)
      setTimeout(() => reject('The worklets did not answer.'), READY_WITHIN_MS)
    })
    await Promise.race([timedOut, Promise.all([this.#listen(this.capture), this.#listen(this.playout)])])
  }

  /** Listens to a worklet from now on; resolves when it is ready, rejects when it cannot be. */
  #listen(node: AudioWorkletNode): Promise<void> {
    return new Promise((resolve, reject) => {
      node.onprocessorerror = (event) => this.#fail(event)
      node.port.onmessage = ({ data }: MessageEvent<CaptureReport | PlayoutReport>) => {
        if (data.type === 'ready') resolve()
        else if (data.type === 'failed') reject(this.#fail(data.reason))
        else if (data.type === 'heard') this.#events.emit('heard', data)
        else if (data.type === 'levels') this.#events.emit('levels', data.levels)
        else this.#events.emit('statistics', data.speakers)
      }
    })
  }

  #fail(cause: unknown): EarshotError {
    const error = new EarshotError('audio-failed', { cause })
    this.#events.emit('failed', error)
    return error
  }

  #tellCapture(command: CaptureCommand, transfer: Transferable[] = []): void {
    this.capture.port.postMessage(command, transfer)
  }

  #tellPlayout(command: PlayoutCommand, transfer: Transferable[] = []): void {
    this.playout.port.postMessage(command, transfer)
  }
}
