/** Keys for tests: each is one letter repeated, as long as HS256 asks. */

import { base64url } from 'jose'
import { readSigningKeys, type SigningKeys } from '../../src/tokens/signing-keys.ts'

export const keyPair = (id: string, bytes = 32): string => `${id}:${base64url.encode(id.repeat(bytes).slice(0, bytes))}`

/** The keys of these ids; the first signs. */
export const keysOf = (...ids: string[]): SigningKeys => readSigningKeys(ids.map((id) => keyPair(id)).join(' '))
