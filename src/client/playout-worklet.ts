/**
 * The playout worklet: the room's binary messages, straight from the network worker, through src/audio/mixer.ts into what
 * is heard. The page sends volumes and hears of levels only.
 *
 * Next: src/audio/mixer.ts
 */

import { AdaptivePlayoutDelay } from '../audio/adaptive-delay.ts'
import { Mixer } from '../audio/mixer.ts'
import { SAMPLE_RATE_HZ } from '../audio/pcm.ts'
import type { PlayoutStatistics } from '../audio/playout-counters.ts'
import { ResampledSource } from '../audio/resampler.ts'
import { DecoderShelf } from './opus.ts'
import { PLAYOUT_PROCESSOR } from './processor-names.ts'

export type PlayoutCommand =
  /** A session begins: `line` brings `LineMessage`s. */
  | { type: 'begin'; line: MessagePort }
  | { type: 'end' }
  | { type: 'gain'; member: number; gain: number }
  | { type: 'deafened'; deafened: boolean }
  | { type: 'forget'; member: number }
  /** It is used no more. */
  | { type: 'close' }

/** A transferred binary message of the room, or the number that this client has there. */
export type LineMessage = ArrayBuffer | { self: number }

export type PlayoutReport =
  | { type: 'ready' }
  | { type: 'failed'; reason: string }
  /** Who is heard now: [member, −dBov]. */
  | { type: 'levels'; levels: [number, number][] }
  /** How the audio of each member fares who has been heard. */
  | { type: 'statistics'; speakers: [number, PlayoutStatistics][] }

const REPORT_EVERY_S = 0.05
const STATISTICS_EVERY_S = 1

const nowMs = (): number => currentTime * 1000

class PlayoutProcessor extends AudioWorkletProcessor {
  /** One for each session: it ends with its speakers and volumes. */
  #mixer: Mixer | undefined
  #line: MessagePort | undefined
  #shelf: DecoderShelf | undefined
  readonly #source: ResampledSource
  /** Commands that came before the codec. */
  readonly #early: PlayoutCommand[] = []
  #isClosed = false
  #reportedAtS = 0
  #countedAtS = 0
  #wasHeard = false

  constructor() {
    super()
    this.#source = new ResampledSource((left, right) => this.#render(left, right), SAMPLE_RATE_HZ, sampleRate)
    this.port.onmessage = ({ data }: MessageEvent<PlayoutCommand>) => this.#receive(data)
    DecoderShelf.create().then(
      (shelf) => this.#start(shelf),
      (error) => this.#tell({ type: 'failed', reason: String(error) }),
    )
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0] ?? []
    if (left === undefined || right === undefined) return true
    if (sampleRate === SAMPLE_RATE_HZ) this.#render(left, right)
    else this.#source.read(left, right)
    if (currentTime - this.#reportedAtS >= REPORT_EVERY_S) this.#reportLevels()
    if (currentTime - this.#countedAtS >= STATISTICS_EVERY_S) this.#reportStatistics()
    return !this.#isClosed
  }

  #render(left: Float32Array, right: Float32Array): void {
    this.#mixer?.render(left, nowMs(), right)
  }

  #start(shelf: DecoderShelf): void {
    this.#shelf = shelf
    for (const command of this.#early.splice(0)) this.#obey(command, shelf)
    this.#tell({ type: 'ready' })
  }

  #receive(command: PlayoutCommand): void {
    if (this.#shelf === undefined) this.#early.push(command)
    else this.#obey(command, this.#shelf)
  }

  #obey(command: PlayoutCommand, shelf: DecoderShelf): void {
    switch (command.type) {
      case 'begin':
        this.#begin(command.line, shelf)
        break
      case 'end':
        this.#end()
        break
      case 'gain':
        this.#mixer?.setGain(command.member, command.gain)
        break
      case 'deafened':
        this.#mixer?.deafen(command.deafened)
        break
      case 'forget':
        this.#mixer?.forget(command.member)
        break
      case 'close':
        this.#mixer?.clear()
        this.#isClosed = true
        break
      default:
        command satisfies never
    }
  }

  #begin(line: MessagePort, shelf: DecoderShelf): void {
    this.#line?.close()
    this.#mixer?.clear()
    const mixer = new Mixer({ newDecoder: () => shelf.take(), newDelay: () => new AdaptivePlayoutDelay() })
    line.onmessage = ({ data }: MessageEvent<LineMessage>) => {
      if (data instanceof ArrayBuffer) mixer.receive(new Uint8Array(data), nowMs())
      else mixer.self = data.self
    }
    this.#mixer = mixer
    this.#line = line
  }

  #end(): void {
    this.#line?.close()
    this.#mixer?.deafen(true) // fades out, and lets go of all speakers
  }

  #reportLevels(): void {
    this.#reportedAtS = currentTime
    const levels: [number, number][] = []
    this.#mixer?.eachLevel((member, level) => levels.push([member, level]))
    if (levels.length > 0 || this.#wasHeard) this.#tell({ type: 'levels', levels })
    this.#wasHeard = levels.length > 0
  }

  #reportStatistics(): void {
    this.#countedAtS = currentTime
    const speakers: [number, PlayoutStatistics][] = []
    this.#mixer?.eachStatistics((member, statistics) => speakers.push([member, statistics]))
    this.#tell({ type: 'statistics', speakers })
  }

  #tell(report: PlayoutReport): void {
    this.port.postMessage(report)
  }
}

registerProcessor(PLAYOUT_PROCESSOR, PlayoutProcessor)
