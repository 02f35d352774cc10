/**
 * The keys that sign and verify what this server hands out, read from the secret `TOKEN_KEYS`: `kid:key` pairs
 * separated by spaces, each key in base64url. The first signs, all verify; so a key is rotated by putting a new one in
 * front and taking the old one away once nothing it signed is wanted any more. An error here names the pair by its
 * place, never by its content.
 */

import { base64url } from 'jose'

/** RFC 7518 §3.2: a key of HS256 has at least as many bits as its hash. */
const MIN_KEY_BYTES = 32

export interface SigningKeys {
  current: { id: string; key: Uint8Array }
  /** Every key by its id, the current one among them. */
  all: ReadonlyMap<string, Uint8Array>
}

/** Throws when the secret is missing or wrong: the operator has to mend that, and no request can be served without. */
export function readSigningKeys(tokenKeys: string | undefined): SigningKeys {
  const pairs: string[] = tokenKeys?.match(/\S+/g) ?? []
  const keys = pairs.map(readPair)
  const [current] = keys
  if (current === undefined) throw new Error('TOKEN_KEYS is not set: no token can be signed or checked.')
  const all = new Map(keys.map(({ id, key }) => [id, key]))
  if (all.size < keys.length) throw new Error('TOKEN_KEYS names two keys alike.')
  return { current, all }
}

function readPair(pair: string, index: number): SigningKeys['current'] {
  const [, id, encoded] = /^([\w-]+):([\w-]+)$/.exec(pair) ?? []
  if (id === undefined || encoded === undefined) {
    throw new Error(`TOKEN_KEYS: entry ${index + 1} is not "kid:key" with the key in base64url.`)
  }
  const key = base64url.decode(encoded)
  if (key.length < MIN_KEY_BYTES) {
    throw new Error(`TOKEN_KEYS: the key of entry ${index + 1} has fewer than ${MIN_KEY_BYTES} bytes.`)
  }
  return { id, key }
}
