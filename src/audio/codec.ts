/** What this folder needs of Opus. The worklets bring libopus; tests bring their own. */

export interface OpusEncoder {
  /** Encodes one frame of 20 ms into one packet: of one channel, or of two interleaved, as the encoder was made. */
  encode(frame: Float32Array): Uint8Array
  /** From the next frame on. */
  setBitrate(bitsPerSecond: number): void
}

export interface OpusDecoder {
  /**
   * What the two channels of the last answer differ in, half of left less right, while the answer is their mean: as long
   * as that, and the caller's to change. Absent when both channels are the same.
   */
  readonly side?: Float32Array | undefined
  /**
   * Decodes one packet, or, given null, conceals `samples` samples that are missing: they follow from what came before.
   * The samples are the caller's to change. Throws when the packet is none.
   */
  decode(packet: Uint8Array | null, samples: number): Float32Array
  /**
   * The `samples` samples before `next`, a packet of that length, from the copy that it brings of the one before it, or
   * concealed. Then `next` itself is decoded. Throws when it is none.
   */
  recover(next: Uint8Array, samples: number): Float32Array
  /** Gives its memory back; it is not used after that. */
  free(): void
}
