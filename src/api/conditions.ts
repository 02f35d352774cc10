/**
 * Conditional requests (RFC 9110 §13) for representations that have a strong entity tag and no date. Pure.
 */

/** RFC 9110 §8.8.3. A tag may hold commas, so a list is not split at them. */
const ENTITY_TAGS = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g

/** RFC 9110 §13.1.2: whether the client has it already. Compares weakly, as it says. */
export function isAlreadyThere(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  return [...ifNoneMatch.matchAll(ENTITY_TAGS)].some(([, tag]) => tag === etag)
}

/** RFC 9110 §13.1.5: whether a range may be served. A date never fits what has none; a weak tag never fits. */
export const isRangeWanted = (ifRange: string | undefined, etag: string): boolean =>
  ifRange === undefined || ifRange.trim() === etag
