/**
 * The secret of a room's link. It stands in the fragment of the link, which no browser sends, and is stored only as its
 * hash: who reads the database cannot enter a room. At 128 random bits a plain hash is enough; salt and stretching are
 * for secrets that people choose.
 */

import { base64url } from 'jose'

/** SHA-256 of a secret, in base64url. */
export const hashLinkSecret = async (secret: string): Promise<string> => base64url.encode(await digest(secret))

/** Whether `secret` has this hash. Takes the same time wherever they differ. */
export async function matchesLinkHash(secret: string, hash: string): Promise<boolean> {
  const stored = base64url.decode(hash)
  const given = await digest(secret)
  return stored.length === given.length && crypto.subtle.timingSafeEqual(stored, given)
}

const digest = async (secret: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)))
