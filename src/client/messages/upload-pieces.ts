/** How much of an upload goes in one request: more after each piece that went quickly, little after one that did not get there. Pure. */

/** A slow line (32 kb/s) takes 16 s for so much; a fast one is given more each time. */
const FIRST_PIECE_BYTES = 65_536
const MOST_PIECE_BYTES = 4_194_304
/** So quickly taken, a piece may be twice as large. */
const QUICK_MS = 1_000

export class UploadPieces {
  #bytes = FIRST_PIECE_BYTES

  /** The next one, at the most. */
  get bytes(): number {
    return this.#bytes
  }

  took(ms: number): void {
    if (ms < QUICK_MS) this.#bytes = Math.min(MOST_PIECE_BYTES, 2 * this.#bytes)
  }

  failed(): void {
    this.#bytes = FIRST_PIECE_BYTES
  }
}
