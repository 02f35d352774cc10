/**
 * One speaker as heard here: packets in, samples out. It decodes just in time, so that a packet waits as a packet until
 * its samples are due, brings playing back to its target by stretching, and makes every beginning and end soft.
 *
 * Where sound stops or skips, its last samples are continued by the decoder and faded out beneath what follows; where it
 * begins, it is faded in. Two channels are handled as their mean and their side, what they differ in; a voice has none.
 *
 * Next: src/audio/mixer.ts
 */

import { type Packet, SILENT_LEVEL, SLOT_MS } from '../protocol/packet.ts'
import type { OpusDecoder } from './codec.ts'
import { ComfortNoise } from './comfort-noise.ts'
import { ConcealmentFade } from './concealment-fade.ts'
import { FadingTail, TAIL_SAMPLES } from './fading-tail.ts'
import { GainRamp } from './gain-ramp.ts'
import { JitterBuffer } from './jitter-buffer.ts'
import type { StoredPacket } from './packet-store.ts'
import { firstOf, QUANTUM_SAMPLES, SLOT_SAMPLES, samplesIn } from './pcm.ts'
import type { PlayoutStatistics } from './playout-counters.ts'
import type { PlayoutDelay } from './playout-delay.ts'
import { StretchPace } from './stretch-pace.ts'
import { TamedDecoder } from './tamed-decoder.ts'
import { TimeStretch } from './time-stretch.ts'

/** What is heard of a speaker. */
export type Sounding = 'silence' | 'voice' | 'recovered' | 'concealed'

export class SpeakerPlayout {
  readonly #decoder: TamedDecoder
  readonly #delay: PlayoutDelay
  readonly #buffer: JitterBuffer
  readonly #gain: GainRamp
  readonly #stretch = new TimeStretch()
  readonly #pace = new StretchPace()
  readonly #fade = new ConcealmentFade()
  readonly #tail = new FadingTail()
  readonly #noise = new ComfortNoise()
  readonly #block = new Float32Array(QUANTUM_SAMPLES)
  readonly #sideBlock = new Float32Array(QUANTUM_SAMPLES)
  #level = SILENT_LEVEL
  #sounding: Sounding = 'silence'
  #heardAtMs = 0
  #delayMs = 0

  constructor(decoder: OpusDecoder, delay: PlayoutDelay, gain: number) {
    this.#decoder = new TamedDecoder(decoder)
    this.#delay = delay
    this.#buffer = new JitterBuffer(delay)
    this.#gain = new GainRamp(gain)
  }

  push(packet: Packet, nowMs: number): void {
    this.#heardAtMs = nowMs
    this.#noise.isTalkOver = packet.talkEnd
    this.#buffer.push(packet, nowMs)
  }

  /**
   * Adds the next `mix.length` samples, at most 128, to `mix`, and their side to `side` where that is asked for; returns
   * whether there was any.
   */
  addTo(mix: Float32Array, nowMs: number, side?: Float32Array): boolean {
    if (this.isIdle && !this.#noise.isSounding) return false
    const block = firstOf(this.#block, mix.length)
    const sideBlock = firstOf(this.#sideBlock, mix.length)
    const wasWide = this.#stretch.isWide
    this.#fill(block, sideBlock.fill(0), nowMs)
    this.#tail.addTo(block, sideBlock)
    this.#noise.addTo(block)
    this.#gain.apply(block, sideBlock)
    add(block, mix)
    if (side === undefined || !(wasWide || this.#stretch.isWide)) return false
    add(sideBlock, side)
    return true
  }

  set gain(gain: number) {
    this.#gain.target = gain
  }

  /** −dBov of what is being played, as its sender measured it. */
  get level(): number {
    return this.#level
  }

  /** What the next sample is part of. */
  get sounding(): Sounding {
    return this.#sounding
  }

  /** When the next sample was captured, on the speaker's clock: slots in ms. */
  get positionMs(): number {
    return this.#buffer.cursor * SLOT_MS - this.#stretch.unread / samplesIn(1)
  }

  get isIdle(): boolean {
    return this.#buffer.isIdle && this.#sounding === 'silence' && this.#tail.isOver
  }

  /** When the last packet came. */
  get heardAtMs(): number {
    return this.#heardAtMs
  }

  get statistics(): PlayoutStatistics {
    const { arrivals, targetMs } = this.#delay
    const { jitterMs, driftPpm } = arrivals
    return { ...this.#buffer.counters, delayMs: this.#delayMs, targetMs, jitterMs, driftPpm }
  }

  free(): void {
    this.#decoder.free()
  }

  #fill(block: Float32Array, sideBlock: Float32Array, nowMs: number): void {
    for (let filled = 0; filled < block.length; ) {
      if (this.#stretch.unread === 0 && !this.#decodeNext(nowMs, filled)) {
        block.fill(0, filled)
        return
      }
      filled += this.#stretch.read(block, filled, block.length, sideBlock)
    }
  }

  /** Adds what follows from sample `from` of the block on; false when that is silence. */
  #decodeNext(nowMs: number, from: number): boolean {
    const next = this.#buffer.next(nowMs)
    if (next === 'silence') this.#fallSilent(from)
    else if (next === 'conceal' || next === 'stretch') this.#conceal()
    else if (next === 'recover') this.#recover()
    else this.#play(next, from, nowMs)
    return this.#sounding !== 'silence'
  }

  #play(packet: StoredPacket, from: number, nowMs: number): void {
    const follows = this.#sounding !== 'silence' && this.#buffer.follows
    if (!follows) this.#fadeOut(from)
    const pcm = this.#decoder.decode(packet.payload, (packet.endSlot - packet.slot) * SLOT_SAMPLES)
    const { side } = this.#decoder
    this.#attend(pcm, side)
    if (follows) this.#fade.restore(pcm, side)
    else this.#beginWith(pcm, side)
    this.#stretch.append(pcm, side)
    this.#delayMs = nowMs - this.#delay.arrivals.originMs - packet.slot * SLOT_MS
    this.#catchUp(pcm.length)
    this.#level = packet.level
    this.#sounding = 'voice'
  }

  /** Music has no pauses that would have to be filled: what is quiet in it is meant to be. */
  #attend(pcm: Float32Array, side: Float32Array | undefined): void {
    this.#noise.end()
    if (side === undefined) this.#noise.learn(pcm)
    else this.#noise.forget()
  }

  #beginWith(pcm: Float32Array, side: Float32Array | undefined): void {
    this.#stretch.clear()
    this.#fade.reset()
    fadeIn(pcm)
    if (side !== undefined) fadeIn(side)
  }

  #catchUp(added: number): void {
    const samples = this.#pace.adjust(this.#stretch, this.#buffer.surplusMs, added)
    this.#buffer.counters.stretchedMs += samples / samplesIn(1)
  }

  #conceal(): void {
    const pcm = this.#decoder.conceal(SLOT_SAMPLES)
    const { side } = this.#decoder
    this.#fade.fade(pcm, side)
    this.#stretch.append(pcm, side)
    this.#sounding = 'concealed'
  }

  #recover(): void {
    const next = this.#buffer.upcoming
    if (next === undefined) return
    const pcm = this.#decoder.recover(next.payload, (next.endSlot - next.slot) * SLOT_SAMPLES)
    const { side } = this.#decoder
    this.#fade.restore(pcm, side)
    this.#stretch.append(pcm, side)
    this.#sounding = 'recovered'
  }

  #fallSilent(from: number): void {
    if (this.#sounding !== 'silence') this.#noise.begin()
    this.#fadeOut(from)
    this.#sounding = 'silence'
    this.#level = SILENT_LEVEL
  }

  /** Continues what sounds now for a moment beneath what follows from sample `from` of the block on. */
  #fadeOut(from: number): void {
    if (this.#sounding === 'silence') return
    const pcm = this.#decoder.conceal(TAIL_SAMPLES)
    const { side } = this.#decoder
    this.#fade.fade(pcm, side)
    this.#tail.begin(pcm, side, from)
  }
}

function add(block: Float32Array, mix: Float32Array): void {
  for (let index = 0; index < mix.length; index += 1) mix[index] = (mix[index] ?? 0) + (block[index] ?? 0)
}

function fadeIn(samples: Float32Array): void {
  const count = Math.min(TAIL_SAMPLES, samples.length)
  for (let index = 0; index < count; index += 1) samples[index] = (samples[index] ?? 0) * (index / count)
}
