/**
 * A decoder that can be trusted: whatever it is given, it answers as many samples as are asked for, finite and bounded. A
 * stranger's bytes that are no Opus are as good as lost, and what is lost is made up.
 *
 * Next: src/audio/speaker-playout.ts
 */

import type { OpusDecoder } from './codec.ts'

/** libopus overshoots full scale by less. */
const LOUDEST = 2
const NOTHING = new Float32Array(0)

export class TamedDecoder {
  readonly #decoder: OpusDecoder
  #side: Float32Array | undefined

  constructor(decoder: OpusDecoder) {
    this.#decoder = decoder
  }

  /** What the channels of the last answer differ in, as `OpusDecoder.side`; undefined when they do not. */
  get side(): Float32Array | undefined {
    return this.#side
  }

  /** The next packet's samples. One of another duration than its flags tell is cut or filled up. */
  decode(packet: Uint8Array, samples: number): Float32Array {
    return this.#settle(this.#try(packet, samples, false), samples)
  }

  /** The samples before `next`, from the copy that it brings of them. */
  recover(next: Uint8Array, samples: number): Float32Array {
    return this.#settle(this.#try(next, samples, true), samples)
  }

  conceal(samples: number): Float32Array {
    return this.#settle(this.#try(null, samples, false), samples)
  }

  free(): void {
    this.#decoder.free()
  }

  #try(packet: Uint8Array | null, samples: number, before: boolean): Float32Array {
    try {
      return packet !== null && before ? this.#decoder.recover(packet, samples) : this.#decoder.decode(packet, samples)
    } catch {
      // Concealing does not fail, and if it does, memory is used up: then there is silence.
      return packet === null ? NOTHING : this.#try(null, samples, false)
    }
  }

  #settle(decoded: Float32Array, samples: number): Float32Array {
    const side = decoded === NOTHING ? undefined : this.#decoder.side
    this.#side = side && settled(side, samples)
    return settled(decoded, samples)
  }
}

function settled(decoded: Float32Array, length: number): Float32Array {
  tame(decoded)
  if (decoded.length >= length) return decoded.subarray(0, length)
  const filled = new Float32Array(length)
  filled.set(decoded)
  return filled
}

/** A stranger's packets may decode to anything; the mix is everybody's. */
function tame(samples: Float32Array): void {
  for (let index = 0; index < samples.length; index += 1) {
    const sample = samples[index] ?? 0
    if (!(Math.abs(sample) <= LOUDEST)) samples[index] = Number.isNaN(sample) ? 0 : Math.sign(sample) * LOUDEST
  }
}
