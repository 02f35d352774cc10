/**
 * Names as the room takes them: at most 64 UTF-16 code units, no control characters, no half of a surrogate pair.
 * What a person types is mended, not refused.
 */

export const MAX_NAME_LENGTH = 64

const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/g

/** Empty when nothing of it is left. */
export function cleanName(typed: string): string {
  const name = typed.replace(CONTROL_CHARACTERS, ' ').trim().slice(0, MAX_NAME_LENGTH)
  return name.isWellFormed() ? name : name.slice(0, -1).trim().toWellFormed()
}
