/**
 * Base64 (RFC 4648 §4), as headers carry it, and UTF-8 (RFC 3629) in it. Strict: what is not written as the text says is
 * none. Pure: no platform's own decoder.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const BITS_EACH = 6

const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]))

/** The bytes, or undefined. */
export function readBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined
  const characters = text.replace(/=+$/, '')
  const bytes = new Uint8Array(Math.floor((characters.length * BITS_EACH) / 8))
  let bits = 0
  let held = 0
  let at = 0
  for (const character of characters) {
    bits = ((bits << BITS_EACH) | (VALUES.get(character) ?? 0)) & 0xffff
    held += BITS_EACH
    if (held < 8) continue
    held -= 8
    bytes[at] = bits >> held
    at += 1
  }
  return bytes
}

/** The text that bytes are in UTF-8, or undefined. */
export function readUtf8(bytes: Uint8Array): string | undefined {
  let escaped = ''
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined // a URIError: these bytes are no UTF-8
  }
}
