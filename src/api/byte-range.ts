/**
 * The part of a representation that a request asks for (RFC 9110 §14). One range in bytes is served; what is malformed,
 * of another unit, or several ranges at once is ignored, as §14.2 allows, and answered with the whole. Pure.
 */

export interface BytePart {
  offset: number
  length: number
}

export type RangeReading = { kind: 'whole' } | ({ kind: 'part' } & BytePart) | { kind: 'unsatisfiable' }

const ONE_RANGE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i
const WHOLE: RangeReading = { kind: 'whole' }

/** Reads a `Range` header against a representation of `size` bytes. */
export function readByteRange(header: string | undefined, size: number): RangeReading {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? []
  if (first === '') return last === '' ? WHOLE : suffix(Number(last), size)
  if (last !== '' && Number(last) < Number(first)) return WHOLE // invalid by §14.1.1, hence ignored
  return part(Number(first), last === '' ? size : Number(last) + 1, size)
}

/** RFC 9110 §14.4: where the part lies in the whole. */
export const contentRange = ({ offset, length }: BytePart, size: number): string =>
  `bytes ${offset}-${offset + length - 1}/${size}`

/** RFC 9110 §15.5.17: a 416 says how long the whole is. */
export const unsatisfiedRange = (size: number): string => `bytes */${size}`

const suffix = (length: number, size: number): RangeReading => part(Math.max(size - length, 0), size, size, length)

function part(offset: number, end: number, size: number, asked = 1): RangeReading {
  if (offset >= size || asked === 0) return { kind: 'unsatisfiable' }
  return { kind: 'part', offset, length: Math.min(end, size) - offset }
}
