/**
 * Secrets as they are stored: those of links and of API keys, by their hash alone, so that who reads the database opens
 * nothing with what it says. At 128 random bits a plain hash is enough; salt and stretching are for secrets that people
 * choose.
 */

import { base64url } from 'jose'

/** SHA-256 of a secret, in base64url. */
export const hashSecret = async (secret: string): Promise<string> => base64url.encode(await digest(secret))

/** Whether `secret` has this hash. Takes the same time wherever they differ. */
export const matchesHash = async (secret: string, hash: string): Promise<boolean> =>
  (await indexOfMatch(secret, [hash])) === 0

/** Which of `hashes` is the secret's, or -1. Compares with all of them, so that the time taken tells nothing of which. */
export async function indexOfMatch(secret: string, hashes: readonly string[]): Promise<number> {
  const given = await digest(secret)
  return hashes.map((hash) => isSame(given, base64url.decode(hash))).indexOf(true)
}

const isSame = (given: Uint8Array, stored: Uint8Array): boolean =>
  stored.length === given.length && crypto.subtle.timingSafeEqual(stored, given)

const digest = async (secret: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)))
