/**
 * The mark of where somebody comes from: the same for the same network and room, and by nobody without the key to be
 * turned back into an address, though there are few enough of those to try. A room knows nothing else of addresses; a
 * signing key that is replaced takes the marks that it made with it.
 */

import { base64url } from 'jose'
import { networkOf, UNKNOWN_NETWORK } from './network.ts'
import type { SigningKeys } from './signing-keys.ts'

/** A collision among the people of a room would take 2⁶⁴ of them. */
const MARK_BYTES = 16

/** 22 base64url characters; null where nobody knows the address. */
export async function addressMark(
  address: string | undefined,
  room: string,
  { current }: SigningKeys,
): Promise<string | null> {
  const network = networkOf(address)
  if (network === UNKNOWN_NETWORK) return null
  const hmac = await crypto.subtle.importKey('raw', current.key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  // No JWT's signing input begins so: it has no bar (RFC 7515 §5.1).
  const text = new TextEncoder().encode(`address|${room}|${network}`)
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, text))
  return base64url.encode(mac.subarray(0, MARK_BYTES))
}
