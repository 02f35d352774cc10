/**
 * One speaker as heard here: packets in, samples out. It decodes just in time, so that a packet waits as a packet until
 * its samples are due, and makes every beginning and end soft.
 *
 * Where sound stops or skips, its last samples are continued by the decoder and faded out beneath what follows; where it
 * begins, it is faded in. Nothing thrown by a decoder leaves this file: what cannot be decoded is concealed.
 *
 * Next: src/audio/mixer.ts
 */

import { type Packet, SILENT_LEVEL } from '../protocol/packet.ts'
import type { OpusDecoder } from './codec.ts'
import { FADE_MS, GainRamp } from './gain-ramp.ts'
import { JitterBuffer } from './jitter-buffer.ts'
import type { StoredPacket } from './packet-store.ts'
import { QUANTUM_SAMPLES, SLOT_SAMPLES, samplesIn } from './pcm.ts'
import type { PlayoutDelay } from './playout-delay.ts'

const FADE_SAMPLES = samplesIn(FADE_MS)
const NOTHING = new Float32Array(0)

export class SpeakerPlayout {
  readonly #decoder: OpusDecoder
  readonly #buffer: JitterBuffer
  readonly #gain: GainRamp
  readonly #block = new Float32Array(QUANTUM_SAMPLES)
  /** Samples that are decoded but not played yet begin at `#at`. */
  #pcm: Float32Array = NOTHING
  #at = 0
  /** What fades out beneath; its sample `#tailAt` is due with the block's first, or, when negative, so much later. */
  readonly #tail = new Float32Array(FADE_SAMPLES)
  #tailAt = FADE_SAMPLES
  #level = SILENT_LEVEL
  #sounding = false
  #heardAtMs = 0

  constructor(decoder: OpusDecoder, delay: PlayoutDelay, gain: number) {
    this.#decoder = decoder
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
    const block = this.#block.subarray(0, mix.length)
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

  get isIdle(): boolean {
    return this.#buffer.isIdle && !this.#sounding && this.#tailAt === FADE_SAMPLES
  }

  /** When the last packet came. */
  get heardAtMs(): number {
    return this.#heardAtMs
  }

  free(): void {
    this.#decoder.free()
  }

  #fill(block: Float32Array, nowMs: number): void {
    for (let filled = 0; filled < block.length; ) {
      if (this.#at === this.#pcm.length && !this.#decodeNext(nowMs, filled)) {
        block.fill(0, filled)
        return
      }
      const count = Math.min(this.#pcm.length - this.#at, block.length - filled)
      block.set(this.#pcm.subarray(this.#at, this.#at + count), filled)
      this.#at += count
      filled += count
    }
  }

  /** Makes `#pcm` what follows from sample `from` of the block on; false when that is silence. */
  #decodeNext(nowMs: number, from: number): boolean {
    const next = this.#buffer.next(nowMs)
    this.#at = 0
    this.#pcm = NOTHING
    if (next === 'silence') this.#fallSilent(from)
    else if (next === 'conceal' || next === 'stretch') this.#pcm = this.#decode(null, SLOT_SAMPLES)
    else this.#play(next, from)
    return this.#sounding
  }

  #play(packet: StoredPacket, from: number): void {
    const follows = this.#sounding && this.#buffer.follows
    if (!follows) this.#fadeOut(from)
    this.#pcm = this.#decode(packet.payload, (packet.endSlot - packet.slot) * SLOT_SAMPLES)
    if (!follows) fadeIn(this.#pcm)
    this.#level = packet.level
    this.#sounding = true
  }

  #fallSilent(from: number): void {
    this.#fadeOut(from)
    this.#sounding = false
    this.#level = SILENT_LEVEL
  }

  /** Continues what sounds now for a moment beneath what follows from sample `from` of the block on. */
  #fadeOut(from: number): void {
    if (!this.#sounding) return
    const samples = this.#decode(null, FADE_SAMPLES)
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
  #decode(packet: Uint8Array | null, length: number): Float32Array {
    const samples = this.#tryDecode(packet, length)
    if (samples.length >= length) return samples.subarray(0, length)
    const filled = new Float32Array(length)
    filled.set(samples)
    return filled
  }

  #tryDecode(packet: Uint8Array | null, length: number): Float32Array {
    try {
      return this.#decoder.decode(packet, length)
    } catch {
      // A stranger's bytes that are no Opus: as good as lost. Concealing does not fail, and if it does, there is silence.
      return packet === null ? NOTHING : this.#tryDecode(null, length)
    }
  }
}

function fadeIn(samples: Float32Array): void {
  const count = Math.min(FADE_SAMPLES, samples.length)
  for (let index = 0; index < count; index += 1) samples[index] = (samples[index] ?? 0) * (index / count)
}
