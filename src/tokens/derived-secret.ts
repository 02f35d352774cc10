/**
 * Secrets that can be made again: HMAC-SHA256 under a signing key (RFC 2104), cut to 128 bits. Whoever does not have the
 * key can tell them from random ones no more than they can guess them, so that they need not be stored to be repeated.
 */

import { base64url } from 'jose'

/** As many as src/tokens/random-id.ts draws. */
const BYTES = 16
/** No JWT's signing input begins so (RFC 7515 §5.1: it has no spaces), so no signature passes for a secret, nor a secret for one. */
const DOMAIN = 'earshot derived secret'

/** The same 22 base64url characters for the same key and words; `words` hold no line feed. */
export async function deriveSecret(key: Uint8Array, words: readonly string[]): Promise<string> {
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const text = new TextEncoder().encode([DOMAIN, ...words].join('\n'))
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, text))
  return base64url.encode(mac.subarray(0, BYTES))
}
