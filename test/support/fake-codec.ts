/** A codec whose packets say what they hold, for tests of everything around one. */

import type { OpusDecoder, OpusEncoder } from '../../src/audio/codec.ts'

/** One byte a frame: its mean, from −1 to 1, in 128 steps either way. */
export const fakeEncoder: OpusEncoder = {
  encode: (frame) => Uint8Array.of(toByte(frame.reduce((sum, sample) => sum + sample, 0) / frame.length)),
  setBitrate: () => {},
}

export const toByte = (value: number): number => Math.round(value * 127) + 128
export const fromByte = (byte: number): number => (byte - 128) / 127

/** Decodes to a constant; conceals with the last constant; an empty packet or one of several bytes is none. */
export class FakeDecoder implements OpusDecoder {
  /** What it was asked for: a packet's byte, 'recover' or 'conceal'. */
  readonly asked: (number | 'conceal' | 'recover')[] = []
  isFree = false
  #last = 0
  readonly #packetSamples: number

  constructor(packetSamples = 960) {
    this.#packetSamples = packetSamples
  }

  decode(packet: Uint8Array | null, samples: number): Float32Array {
    if (packet === null) {
      this.asked.push('conceal')
      return new Float32Array(samples).fill(this.#last)
    }
    const [byte] = packet
    if (byte === undefined || packet.length !== 1) throw new Error('no packet of this codec')
    this.asked.push(byte)
    this.#last = fromByte(byte)
    return new Float32Array(this.#packetSamples).fill(this.#last)
  }

  recover(_next: Uint8Array, samples: number): Float32Array {
    this.asked.push('recover')
    return new Float32Array(samples).fill(this.#last)
  }

  free(): void {
    this.isFree = true
  }
}

/** Two channels: left as `FakeDecoder` decodes it, right silent. */
export class LeftDecoder extends FakeDecoder {
  side: Float32Array | undefined

  override decode(packet: Uint8Array | null, samples: number): Float32Array {
    return this.#halved(super.decode(packet, samples))
  }

  override recover(next: Uint8Array, samples: number): Float32Array {
    return this.#halved(super.recover(next, samples))
  }

  #halved(left: Float32Array): Float32Array {
    this.side = left.map((sample) => sample / 2)
    return this.side.slice()
  }
}
