/**
 * All speakers as heard here: messages in, one mix out. Whoever they are and whatever they send, there are at most
 * `MAX_SPEAKERS` of them, each with bounded memory.
 *
 * Next: the speakers.
 */

import { unbundle } from '../protocol/audio-message.ts'
import { type Packet, SILENT_LEVEL } from '../protocol/packet.ts'
import type { OpusDecoder } from './codec.ts'
import { GainRamp } from './gain-ramp.ts'
import { Limiter } from './limiter.ts'
import type { PlayoutStatistics } from './playout-counters.ts'
import type { PlayoutDelay } from './playout-delay.ts'
import { SpeakerPlayout } from './speaker-playout.ts'

/** A room forwards 16 at once at most; as many again may have just stopped. */
export const MAX_SPEAKERS = 32
/** Twice the amplitude: more would only meet the limiter. */
export const MAX_GAIN = 2

/** What the mixer is built from: a decoder for each speaker, undefined when none can be had just now, and a playout delay. */
export interface MixerParts {
  newDecoder(): OpusDecoder | undefined
  newDelay(): PlayoutDelay
}

export class Mixer {
  readonly #parts: MixerParts
  readonly #speakers = new Map<number, SpeakerPlayout>()
  readonly #gains = new Map<number, number>()
  readonly #master = new GainRamp(1)
  readonly #limiter = new Limiter()
  #self = 0

  constructor(parts: MixerParts) {
    this.#parts = parts
  }

  /** The client's own number: its own voice is never played [W17]. */
  set self(member: number) {
    this.#self = member
    this.forget(member)
  }

  /** Falls silent and forgets all speakers, or hears them again. */
  deafen(deafened: boolean): void {
    this.#master.target = deafened ? 0 : 1
  }

  setGain(member: number, gain: number): void {
    const bounded = Math.max(0, Math.min(MAX_GAIN, gain))
    this.#gains.set(member, bounded)
    const speaker = this.#speakers.get(member)
    if (speaker !== undefined) speaker.gain = bounded
  }

  /** One binary message of the room. One that breaks the wire's rules is dropped. */
  receive(message: Uint8Array, nowMs: number): void {
    const reading = unbundle(message)
    if (!reading.ok || this.#master.target === 0) return
    for (const packet of reading.packets) this.#take(packet, nowMs)
  }

  /** Writes the next samples, at most 128 of them, at 48 kHz: `mix` is the left channel where there is a right one. */
  render(mix: Float32Array, nowMs: number, right?: Float32Array): void {
    mix.fill(0)
    right?.fill(0)
    let isWide = false
    for (const speaker of this.#speakers.values()) isWide = speaker.addTo(mix, nowMs, right) || isWide
    this.#master.apply(mix, right)
    if (this.#master.isShut) this.clear()
    if (right !== undefined && isWide) spread(mix, right)
    this.#limiter.apply(mix, isWide ? right : undefined)
    if (!isWide) right?.set(mix)
  }

  /** Tells each member who is heard now and how loud, in −dBov. */
  eachLevel(tell: (member: number, level: number) => void): void {
    for (const [member, { level }] of this.#speakers) if (level < SILENT_LEVEL) tell(member, level)
  }

  /** Tells how each member's audio fares here. */
  eachStatistics(tell: (member: number, statistics: PlayoutStatistics) => void): void {
    for (const [member, { statistics }] of this.#speakers) tell(member, statistics)
  }

  /** A member is gone for good; somebody else may have the number one day. */
  forget(member: number): void {
    this.#speakers.get(member)?.free()
    this.#speakers.delete(member)
  }

  /** Forgets all speakers at once; volumes stay. */
  clear(): void {
    for (const member of [...this.#speakers.keys()]) this.forget(member)
  }

  #take(packet: Packet, nowMs: number): void {
    if (packet.speaker === this.#self || packet.speaker === 0) return
    const speaker = this.#speakers.get(packet.speaker) ?? this.#admit(packet.speaker)
    speaker?.push(packet, nowMs)
  }

  #admit(member: number): SpeakerPlayout | undefined {
    if (this.#speakers.size >= MAX_SPEAKERS && !this.#dismissOne()) return undefined
    const decoder = this.#parts.newDecoder()
    if (decoder === undefined) return undefined
    const speaker = new SpeakerPlayout(decoder, this.#parts.newDelay(), this.#gains.get(member) ?? 1)
    this.#speakers.set(member, speaker)
    return speaker
  }

  /** Makes room by forgetting who has been silent longest; false when all are heard now. */
  #dismissOne(): boolean {
    const silent = [...this.#speakers].filter(([, speaker]) => speaker.isIdle)
    const [longest] = silent.toSorted(([, a], [, b]) => a.heardAtMs - b.heardAtMs)
    if (longest === undefined) return false
    this.forget(longest[0])
    return true
  }
}

/** From mean and side to left and right. */
function spread(mid: Float32Array, side: Float32Array): void {
  for (let index = 0; index < mid.length; index += 1) {
    const middle = mid[index] ?? 0
    const half = side[index] ?? 0
    mid[index] = middle + half
    side[index] = middle - half
  }
}
