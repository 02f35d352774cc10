/**
 * One speaker as heard here: packets in, samples out. It decodes just in time, so that a packet waits as a packet until
 * its samples are due, brings playing back to its target by stretching, and makes every beginning and end soft.
 *
 * Where sound stops or skips, its last samples are continued by the decoder and faded out beneath what follows; where it
 * begins, it is faded in. Nothing thrown by a decoder leaves this file: what cannot be decoded is concealed.
 *
 * Next: src/audio/mixer.ts
 */

import { type Packet, SILENT_LEVEL, SLOT_MS } from '../protocol/packet.ts'
import type { OpusDecoder } from './codec.ts'
import { ConcealmentFade } from './concealment-fade.ts'
import { FADE_MS, GainRamp } from './gain-ramp.ts'
import { JitterBuffer } from './jitter-buffer.ts'
import type { StoredPacket } from './packet-store.ts'
import { QUANTUM_SAMPLES, SLOT_SAMPLES, samplesIn } from './pcm.ts'
import type { PlayoutStatistics } from './playout-counters.ts'
import type { PlayoutDelay } from './playout-delay.ts'
import { StretchPace } from './stretch-pace.ts'
import { TimeStretch } from './time-stretch.ts'

const FADE_SAMPLES = samplesIn(FADE_MS)
/** libopus overshoots full scale by less. */
const LOUDEST = 2
const NOTHING = new Float32Array(0)

/** What is heard of a speaker. */
export type Sounding = 'silence' | 'voice' | 'recovered' | 'concealed'

export class SpeakerPlayout {
  readonly #decoder: OpusDecoder
  readonly #delay: PlayoutDelay
  readonly #buffer: JitterBuffer
  readonly #gain: GainRamp
  readonly #stretch = new TimeStretch()
  readonly #pace = new StretchPace()
  readonly #fade = new ConcealmentFade()
  readonly #block = new Float32Array(QUANTUM_SAMPLES)
  /** What fades out beneath; its sample `#tailAt` is due with the block's first, or, when negative, so much later. */
  readonly #tail = new Float32Array(FADE_SAMPLES)
  #tailAt = FADE_SAMPLES
  #level = SILENT_LEVEL
  #sounding: Sounding = 'silence'
  #heardAtMs = 0
  #delayMs = 0

  constructor(decoder: OpusDecoder, delay: PlayoutDelay, gain: number) {
    this.#decoder = decoder
    this.#delay = delay
    this.#buffer = new JitterBuffer(delay)
    this.#gain = new GainRamp(gain)
  }

  push(packet: Packet, nowMs: number): void {
    this.#heardAtMs = nowMs
    this.#buffer.push(packet, nowMs)
  }

  /** Adds the next `mix.length` samples, at most 128, to `mix`. */
  addTo(mix: Float32Array, nowMs: number): void {
    if (this.isIdle) return
    const block = mix.length === QUANTUM_SAMPLES ? this.#block : this.#block.subarray(0, mix.length)
    this.#fill(block, nowMs)
    this.#addTail(block)
    this.#gain.apply(block)
    for (let index = 0; index < mix.length; index += 1) mix[index] = (mix[index] ?? 0) + (block[index] ?? 0)
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
    return this.#buffer.isIdle && this.#sounding === 'silence' && this.#tailAt === FADE_SAMPLES
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

  #fill(block: Float32Array, nowMs: number): void {
    for (let filled = 0; filled < block.length; ) {
      if (this.#stretch.unread === 0 && !this.#decodeNext(nowMs, filled)) {
        block.fill(0, filled)
        return
      }
      filled += this.#stretch.read(block, filled, block.length)
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
    const pcm = this.#decode(packet.payload, (packet.endSlot - packet.slot) * SLOT_SAMPLES)
    if (follows) this.#fade.restore(pcm)
    else this.#beginWith(pcm)
    this.#stretch.append(pcm)
    this.#delayMs = nowMs - this.#delay.arrivals.originMs - packet.slot * SLOT_MS
    this.#catchUp(pcm.length)
    this.#level = packet.level
    this.#sounding = 'voice'
  }

  #beginWith(pcm: Float32Array): void {
    this.#stretch.clear()
    this.#fade.reset()
    fadeIn(pcm)
  }

  #catchUp(added: number): void {
    const samples = this.#pace.adjust(this.#stretch, this.#buffer.surplusMs, added)
    this.#buffer.counters.stretchedMs += samples / samplesIn(1)
  }

  #conceal(): void {
    const pcm = this.#decode(null, SLOT_SAMPLES)
    this.#fade.fade(pcm)
    this.#stretch.append(pcm)
    this.#sounding = 'concealed'
  }

  #recover(): void {
    const next = this.#buffer.upcoming
    if (next === undefined) return
    const pcm = this.#decode(next.payload, (next.endSlot - next.slot) * SLOT_SAMPLES, true)
    this.#fade.restore(pcm)
    this.#stretch.append(pcm)
    this.#sounding = 'recovered'
  }

  #fallSilent(from: number): void {
    this.#fadeOut(from)
    this.#sounding = 'silence'
    this.#level = SILENT_LEVEL
  }

  /** Continues what sounds now for a moment beneath what follows from sample `from` of the block on. */
  #fadeOut(from: number): void {
    if (this.#sounding === 'silence') return
    const samples = this.#decode(null, FADE_SAMPLES)
    this.#fade.fade(samples)
    for (let index = 0; index < FADE_SAMPLES; index += 1) {
      this.#tail[index] = (samples[index] ?? 0) * (1 - index / FADE_SAMPLES)
    }
    this.#tailAt = -from
  }

  #addTail(block: Float32Array): void {
    const end = Math.min(block.length, FADE_SAMPLES - this.#tailAt)
    for (let index = Math.max(0, -this.#tailAt); index < end; index += 1) {
      block[index] = (block[index] ?? 0) + (this.#tail[this.#tailAt + index] ?? 0)
    }
    this.#tailAt += end
  }

  /** Exactly `length` samples: a packet of another duration than its flags tell is cut or filled up. */
  #decode(packet: Uint8Array | null, length: number, before = false): Float32Array {
    const samples = this.#tryDecode(packet, length, before)
    tame(samples)
    if (samples.length >= length) return samples.subarray(0, length)
    const filled = new Float32Array(length)
    filled.set(samples)
    return filled
  }

  #tryDecode(packet: Uint8Array | null, length: number, before: boolean): Float32Array {
    try {
      return packet !== null && before ? this.#decoder.recover(packet, length) : this.#decoder.decode(packet, length)
    } catch {
      // A stranger's bytes that are no Opus: as good as lost. Concealing does not fail, and if it does, there is silence.
      return packet === null ? NOTHING : this.#tryDecode(null, length, false)
    }
  }
}

function fadeIn(samples: Float32Array): void {
  const count = Math.min(FADE_SAMPLES, samples.length)
  for (let index = 0; index < count; index += 1) samples[index] = (samples[index] ?? 0) * (index / count)
}

/** A stranger's packets may decode to anything; the mix is everybody's. */
function tame(samples: Float32Array): void {
  for (let index = 0; index < samples.length; index += 1) {
    const sample = samples[index] ?? 0
    if (!(Math.abs(sample) <= LOUDEST)) samples[index] = Number.isNaN(sample) ? 0 : Math.sign(sample) * LOUDEST
  }
}
