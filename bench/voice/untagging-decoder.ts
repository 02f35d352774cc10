/** The real decoder for payloads with a tag behind them. */

import type { OpusDecoder } from '../../src/audio/codec.ts'
import { untagged } from './tag.ts'

export class UntaggingDecoder implements OpusDecoder {
  readonly #decoder: OpusDecoder

  constructor(decoder: OpusDecoder) {
    this.#decoder = decoder
  }

  decode(packet: Uint8Array | null, samples: number): Float32Array {
    return this.#decoder.decode(packet === null ? null : untagged(packet), samples)
  }

  recover(next: Uint8Array, samples: number): Float32Array {
    return this.#decoder.recover(untagged(next), samples)
  }

  free(): void {
    this.#decoder.free()
  }
}
