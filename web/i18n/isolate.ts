/**
 * A name inside a sentence. One that runs from right to left would pull the words behind it to its other side: it gets
 * the isolates of UAX #9 around it. Others stay as they are, so that what is copied or read out is the plain sentence.
 */

/** Hebrew, Arabic and all other scripts from right to left, with the mark for them; those of the first plane end at U+10FFF. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_DIRECTIONAL_ISOLATE = '\u2069'

export const isolate = (name: string): string =>
  RIGHT_TO_LEFT.test(name) ? FIRST_STRONG_ISOLATE + name + POP_DIRECTIONAL_ISOLATE : name
