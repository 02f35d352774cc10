/**
 * A small text that is written over and over into one file, so that a crash in the middle leaves the old one or the new: two
 * places, written in turn, each with its number and a checksum. Whoever reads takes the higher number that is whole. Pure.
 *
 *     0          4          8          12
 *     +----------+----------+----------+---------
 *     |  number  |  length  | checksum | text …     all numbers little-endian; the second place begins at byte 8,192
 *     +----------+----------+----------+---------
 */

import type { ByteFile } from './byte-file.ts'

const NUMBER_AT = 0
const LENGTH_AT = 4
const CHECKSUM_AT = 8
const TEXT_AT = 12
/** The longest state, with a waveform of 120 bars and three addresses, takes 2 kB. */
const PLACE_BYTES = 8_192

interface Slot {
  number: number
  text: string
}

export class StateSlots {
  readonly #file: ByteFile
  #number: number

  constructor(file: ByteFile, { number }: Pick<Slot, 'number'> = { number: 0 }) {
    this.#file = file
    this.#number = number
  }

  write(text: string): void {
    this.#number += 1
    const bytes = encode({ number: this.#number, text })
    this.#file.write(bytes, { at: (this.#number % 2) * PLACE_BYTES })
    this.#file.flush()
  }
}

/** The last text that is whole; undefined: none is. */
export function readSlots(file: Uint8Array): Slot | undefined {
  const slots = [0, 1].map((place) => decode(file.subarray(place * PLACE_BYTES, (place + 1) * PLACE_BYTES)))
  return slots.filter((slot) => slot !== undefined).toSorted((a, b) => b.number - a.number)[0]
}

function encode({ number, text }: Slot): Uint8Array<ArrayBuffer> {
  const encoded = new TextEncoder().encode(text)
  if (TEXT_AT + encoded.length > PLACE_BYTES) throw new RangeError('The state is too long for its place.')
  const bytes = new Uint8Array(TEXT_AT + encoded.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(NUMBER_AT, number, true)
  view.setUint32(LENGTH_AT, encoded.length, true)
  bytes.set(encoded, TEXT_AT)
  view.setUint32(CHECKSUM_AT, checksumOf(bytes), true)
  return bytes
}

function decode(place: Uint8Array): Slot | undefined {
  if (place.length < TEXT_AT) return undefined
  const view = new DataView(place.buffer, place.byteOffset, place.length)
  const end = TEXT_AT + view.getUint32(LENGTH_AT, true)
  if (end > place.length) return undefined
  const bytes = place.subarray(0, end)
  if (checksumOf(bytes) !== view.getUint32(CHECKSUM_AT, true)) return undefined
  return { number: view.getUint32(NUMBER_AT, true), text: new TextDecoder().decode(bytes.subarray(TEXT_AT)) }
}

/** FNV-1a over everything but its own field: tells a torn write, not a forged one. */
function checksumOf(bytes: Uint8Array): number {
  let hash = 0x811c_9dc5
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = at >= CHECKSUM_AT && at < TEXT_AT ? 0 : (bytes[at] as number)
    hash = Math.imul(hash ^ byte, 0x0100_0193)
  }
  return hash >>> 0
}
