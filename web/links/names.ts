/**
 * Names as the room takes them: at most 64 UTF-16 code units, something to see among them, no control characters, no half
 * of a surrogate pair. What a person types is mended, not refused.
 */

export const MAX_NAME_LENGTH = 64

const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/g
/** They would turn the sentence around a name as well (UAX #9). */
const EMBEDDINGS_AND_OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g
/** Spaces, zero-width and other ignorable characters, and the empty Braille pattern show nothing. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Empty when nothing of it is left to see. */
export function cleanName(typed: string): string {
  const plain = typed.replace(EMBEDDINGS_AND_OVERRIDES, '').replace(CONTROL_CHARACTERS, ' ')
  const name = plain.trim().slice(0, MAX_NAME_LENGTH)
  const whole = name.isWellFormed() ? name : name.slice(0, -1).trim().toWellFormed()
  return isVisible(whole) ? whole : ''
}

export const isVisible = (name: string): boolean => VISIBLE.test(name)
