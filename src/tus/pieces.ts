/**
 * A body on its way into storage, cut into pieces of equal size: what is full is kept at once, whatever becomes of the
 * line; the rest when the body ends or breaks. More than there is room for is noticed before any of that piece is kept.
 * Pure.
 */

import { UPLOAD_PIECE_BYTES } from '../protocol/limits.ts'

export class Pieces {
  readonly #piece: Uint8Array<ArrayBuffer>
  readonly #keep: (piece: Uint8Array<ArrayBuffer>) => void
  #roomBytes: number
  #filled = 0

  /** `keep` is given a piece to store before it returns: the same memory is filled again. */
  constructor(
    roomBytes: number,
    keep: (piece: Uint8Array<ArrayBuffer>) => void,
    pieceBytes: number = UPLOAD_PIECE_BYTES,
  ) {
    this.#roomBytes = roomBytes
    this.#keep = keep
    this.#piece = new Uint8Array(pieceBytes)
  }

  /** False: this is more than there is room for, and the piece that it would have been in is not kept. */
  push(bytes: Uint8Array): boolean {
    for (let at = 0; at < bytes.length; ) {
      if (this.#roomBytes === 0) return false
      if (this.#filled === this.#piece.length) this.flush()
      const part = bytes.subarray(at, at + this.#piece.length - this.#filled)
      this.#roomBytes -= part.length
      if (this.#roomBytes < 0) return false
      this.#piece.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
    }
    // The last byte that there is room for waits for the end: another one behind it would be too much.
    if (this.#filled === this.#piece.length && this.#roomBytes > 0) this.flush()
    return true
  }

  /** Keeps what there is. */
  flush(): void {
    if (this.#filled === 0) return
    this.#keep(this.#piece.subarray(0, this.#filled))
    this.#filled = 0
  }
}
