/**
 * The API key of a developer's server, `ek.{id}.{secret}`: an id by which it is looked up, and a secret of which the
 * server keeps the hash alone. The beginning tells it from a token, which a JWT never has, and lets scanners for leaked
 * secrets find it.
 */

import * as v from 'valibot'
import { random128Bits } from '../protocol/fields.ts'
import { randomId } from './random-id.ts'

export const KEY_SCOPES = ['rooms', 'tokens'] as const
/** `rooms`: make, list, see, run and delete its own rooms. `tokens`: mint participants' tokens for them. */
export type KeyScope = (typeof KEY_SCOPES)[number]

export interface ApiKeyParts {
  id: string
  secret: string
}

const PREFIX = 'ek.'
const Part = random128Bits('Each part of an API key')

/** Whether somebody means to show a key; what follows may be anything. */
export const looksLikeApiKey = (text: string): boolean => text.startsWith(PREFIX)

export const newApiKey = (): ApiKeyParts => ({ id: randomId(), secret: randomId() })

export const writeApiKey = ({ id, secret }: ApiKeyParts): string => `${PREFIX}${id}.${secret}`

/** Undefined for whatever has another shape. */
export function readApiKey(text: string): ApiKeyParts | undefined {
  if (!looksLikeApiKey(text)) return undefined
  const [id, secret, ...rest] = text.slice(PREFIX.length).split('.')
  return v.is(Part, id) && v.is(Part, secret) && rest.length === 0 ? { id, secret } : undefined
}
