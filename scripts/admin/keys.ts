/**
 * API keys by the operator's hand. The secret of a key is made here, shown once, and stored as its hash.
 */

import { addKey, handOverRooms, type ListedKey, listKeys, revokeKey } from '../../src/store/api-keys.ts'
import { GOOD_FOR_MS } from '../../src/store/cached-lookup.ts'
import { type KeyScope, newApiKey, readApiKey, writeApiKey } from '../../src/tokens/api-key.ts'
import { hashSecret } from '../../src/tokens/secret-hash.ts'
import { SetUpError } from '../command.mjs'
import type { Place } from './options.ts'
import { table } from './table.ts'

/** What there is to say, for people and for programs. */
interface Said {
  text: string
  json: unknown
}

export async function createKey(
  index: D1Database,
  { name, scopes, place }: { name: string; scopes: KeyScope[]; place: Place },
): Promise<Said> {
  const { id, secret } = newApiKey()
  await addKey(index, { id, name, scopes, secretHash: await hashSecret(secret) }, Date.now())
  const key = writeApiKey({ id, secret })
  const text = `The key "${name}" may use: ${scopes.join(', ')}.

  ${key}

This is the only time it is shown; Earshot keeps its hash. Keep it as you keep passwords, on your server alone, and send it
as "Authorization: Bearer ${key.slice(0, 6)}…". To end it: ${again(place, `keys revoke ${id}`)}`
  return { text, json: { id, name, scopes, key } }
}

export async function listAllKeys(index: D1Database): Promise<Said> {
  const keys = await listKeys(index)
  const rows = keys.map((key) => [
    ...[key.id, key.name, key.scopes.join(', ')],
    ...[timeOf(key.createdAtMs), key.lastUsedAtMs === null ? 'never' : timeOf(key.lastUsedAtMs), stateOf(key)],
  ])
  const text =
    rows.length === 0
      ? 'There are no keys yet. Make one: npm run admin -- keys create --name "My server" --scopes rooms,tokens'
      : `${table(['id', 'name', 'scopes', 'made', 'last used', 'state'], rows)}\n\nTimes are UTC; that of last use is true to a minute.`
  return { text, json: keys }
}

/** Takes the whole key too: whoever has found one somewhere need not take it apart. */
export async function revokeKeyNamed(
  index: D1Database,
  { id: given, place }: { id: string; place: Place },
): Promise<Said> {
  const id = readApiKey(given)?.id ?? given
  const nowMs = Date.now()
  if (!(await revokeKey(index, id, nowMs))) {
    throw new SetUpError(`There is no key of this id. List those that there are: ${again(place, 'keys list')}`)
  }
  const text = `The key ${id} is revoked. Within ${GOOD_FOR_MS / 1_000} seconds it opens nothing any more, anywhere; its rooms stay.`
  return { text, json: { id, revoked: true } }
}

export async function handOver(
  index: D1Database,
  { id, to, place }: { id: string; to: string; place: Place },
): Promise<Said> {
  const rooms = await handOverRooms(index, id, to)
  if (rooms === undefined) {
    throw new SetUpError(
      `There is no good key of the id ${to}. List those that there are: ${again(place, 'keys list')}`,
    )
  }
  const text = `${rooms} ${rooms === 1 ? 'room is' : 'rooms are'} the key ${to}’s now, everywhere within ${GOOD_FOR_MS / 1_000} seconds. To end the old one: ${again(place, `keys revoke ${id}`)}`
  return { text, json: { id, to, rooms } }
}

const again = ({ remote }: Place, command: string): string => `npm run admin -- ${command}${remote ? ' --remote' : ''}`

const timeOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')

const stateOf = ({ revokedAtMs }: ListedKey): string =>
  revokedAtMs === null ? 'good' : `revoked ${timeOf(revokedAtMs)}`
