/**
 * A codec whose packets hold a place in an endless voiced sound, and whose decoder therefore never errs: what is heard tells
 * which part of it was played, and every flaw in it is the playout's.
 */

import type { OpusDecoder } from '../../src/audio/codec.ts'
import { SAMPLE_RATE_HZ, SLOT_SAMPLES } from '../../src/audio/pcm.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { voicePacket } from './listener.ts'

/** A man's voice; its period is a whole number of samples and slots hold no whole number of it. */
const PITCH_HZ = 125
const PERIOD = SAMPLE_RATE_HZ / PITCH_HZ
const HARMONICS = 20
/** One period of the sound: harmonics that fall as in speech, 6 dB an octave. */
const WAVE = Float32Array.from({ length: PERIOD }, (_, index) => {
  let sum = 0
  for (let harmonic = 1; harmonic <= HARMONICS; harmonic += 1) {
    sum += Math.sin((2 * Math.PI * harmonic * index) / PERIOD + harmonic * harmonic) / harmonic
  }
  return 0.25 * sum
})

/** The largest step between two samples of the sound. */
export const LARGEST_STEP = WAVE.reduce(
  (most, sample, index) => Math.max(most, Math.abs(sample - (WAVE[(index + 1) % PERIOD] ?? 0))),
  0,
)

/** The packet that belongs at `slot`. */
export function voicedPacket(slot: number, changes: Partial<Packet> = {}): Packet {
  const payload = new Uint8Array(5)
  payload[0] = 0x80 // CELT: nothing of the packet before is in it
  new DataView(payload.buffer).setUint32(1, slot)
  return voicePacket(slot, { payload, ...changes })
}

export class VoicedDecoder implements OpusDecoder {
  readonly played: number[] = []
  #at = 0
  readonly #samples = new Float32Array(960)

  decode(packet: Uint8Array | null, samples: number): Float32Array {
    if (packet === null) return this.#sound(samples)
    const slot = new DataView(packet.buffer, packet.byteOffset).getUint32(1)
    this.played.push(slot)
    this.#at = slot * SLOT_SAMPLES
    return this.#sound(960)
  }

  recover(_next: Uint8Array, samples: number): Float32Array {
    return this.#sound(samples)
  }

  free(): void {}

  #sound(count: number): Float32Array {
    for (let index = 0; index < count; index += 1) this.#samples[index] = WAVE[(this.#at + index) % PERIOD] ?? 0
    this.#at += count
    return this.#samples.subarray(0, count)
  }
}
