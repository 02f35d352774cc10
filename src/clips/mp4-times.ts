/**
 * Takes the moment of its making out of an MP4 file, so that the same clip is the same bytes whenever it is asked for:
 * ranges of two answers fit together. ISO/IEC 14496-12 §8.2.2, §8.3.2, §8.4.2; 0 is "not said".
 */

const CONTAINERS = ['moov', 'trak', 'mdia']
const WITH_TIMES = ['mvhd', 'tkhd', 'mdhd']
const HEADER_BYTES = 8
/** Version and flags. */
const FULL_HEADER_BYTES = 4

/** Writes into `file`. Boxes of 64-bit length hold audio alone, and are not looked into. */
export function clearTimes(file: Uint8Array): void {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  clearWithin(view, 0, view.byteLength)
}

function clearWithin(view: DataView, from: number, to: number): void {
  for (let at = from; at + HEADER_BYTES <= to; ) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...Array.from({ length: 4 }, (_, index) => view.getUint8(at + 4 + index)))
    if (length < HEADER_BYTES || at + length > to) return
    if (CONTAINERS.includes(type)) clearWithin(view, at + HEADER_BYTES, at + length)
    if (WITH_TIMES.includes(type)) clearAt(view, at + HEADER_BYTES)
    at += length
  }
}

/** Creation and modification, of 32 bits each in version 0, of 64 in version 1. */
function clearAt(view: DataView, at: number): void {
  const words = view.getUint8(at) === 1 ? 4 : 2
  for (let word = 0; word < words; word += 1) view.setUint32(at + FULL_HEADER_BYTES + 4 * word, 0)
}
