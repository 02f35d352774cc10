/**
 * One speaker's decoder: of one channel for as long as one is all that comes, of two from the first packet of music on.
 * Two channels come out as their mean and their side, which is what src/audio handles.
 */

import type { OpusDecoderHandle } from 'libopus-wasm'
import type { OpusDecoder } from '../audio/codec.ts'
import { isStereo } from '../clips/opus-packet.ts'

export class StereoDecoder implements OpusDecoder {
  #decoder: OpusDecoderHandle
  /** undefined when none can be had just now: libopus then answers the mean. */
  readonly #takeStereo: () => OpusDecoderHandle | undefined
  /** The last packet was of two channels. */
  #isWide = false
  #side: Float32Array | undefined

  constructor(mono: OpusDecoderHandle, takeStereo: () => OpusDecoderHandle | undefined) {
    this.#decoder = mono
    this.#takeStereo = takeStereo
  }

  get side(): Float32Array | undefined {
    return this.#side
  }

  decode(packet: Uint8Array | null, samples: number): Float32Array {
    if (packet !== null) this.#prepareFor(packet)
    return this.#split(this.#decoder.decodeFloat(packet, packet === null ? { frameSize: samples } : {}))
  }

  recover(next: Uint8Array, samples: number): Float32Array {
    this.#prepareFor(next)
    return this.#split(this.#decoder.decodeFloat(next, { decodeFec: true, frameSize: samples }))
  }

  free(): void {
    this.#decoder.free()
  }

  #prepareFor(packet: Uint8Array): void {
    this.#isWide = isStereo(packet)
    if (!this.#isWide || this.#decoder.channels === 2) return
    const stereo = this.#takeStereo()
    if (stereo === undefined) return
    this.#decoder.free()
    this.#decoder = stereo
  }

  #split(decoded: Float32Array): Float32Array {
    this.#side = undefined
    if (this.#decoder.channels === 1) return decoded
    const mean = new Float32Array(decoded.length / 2)
    const side = new Float32Array(mean.length)
    for (let index = 0; index < mean.length; index += 1) {
      const left = decoded[2 * index] ?? 0
      const right = decoded[2 * index + 1] ?? 0
      mean[index] = (left + right) / 2
      side[index] = (left - right) / 2
    }
    if (this.#isWide) this.#side = side
    return mean
  }
}
