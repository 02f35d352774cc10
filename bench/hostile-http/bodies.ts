/** What can be wrong with the body of a request: what it says, how it is written, how much of it there is. */

import type { Dice } from '../trials/hostile/dice.ts'
import type { HostileRequest } from './request.ts'

export const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-7',
  'application/jsonp',
  'application/merge-patch+json',
  'image/png',
  ';',
]
export const ENCODINGS = ['gzip', 'br', 'deflate', 'compress', 'gzip, gzip', 'identity', 'nonsense']
const WRONG_VALUES: unknown[] = [
  null,
  true,
  -1,
  1e308,
  1.5,
  '',
  'x',
  '\u0000',
  '\ud800',
  [],
  [[]],
  {},
  { toString: 1 },
  'x'.repeat(9_000),
]
const WRONG_ROOTS = [
  '',
  'null',
  'true',
  '0',
  '-',
  '1e999',
  '"x"',
  '[]',
  '[{}]',
  '{',
  '{"',
  '{}}',
  '{"a":1,}',
  "{'a':1}",
  'NaN',
]
const STRANGE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  '\u0000',
  'a'.repeat(500),
]
const NESTED = 3_000

/** Each makes a body; what comes of its declared type is another fault's matter. */
const BODIES: ((dice: Dice, good: string) => string | Uint8Array)[] = [
  (dice) => dice.pick(WRONG_ROOTS),
  (dice, good) => good.slice(0, dice.between(0, Math.max(0, good.length - 1))),
  (dice, good) => good + dice.text(dice.between(1, 20)),
  (dice, good) => JSON.stringify(withWrongField(dice, good)),
  (dice, good) => JSON.stringify(withWrongField(dice, good)),
  (dice) => `{${JSON.stringify(dice.pick(STRANGE_NAMES))}:${JSON.stringify(dice.pick(WRONG_VALUES))}}`,
  () => '['.repeat(NESTED) + ']'.repeat(NESTED),
  () => `${'{"a":'.repeat(NESTED)}1${'}'.repeat(NESTED)}`,
  (dice, good) => `\ufeff${good}${dice.chance(0.5) ? '\u0000' : ''}`,
  (_, good) => Buffer.from(good, 'utf16le'),
  (dice) => dice.bytes(dice.between(0, 200)),
  (dice) => dice.text(dice.between(0, 200)),
  (dice) => 'x'.repeat(dice.pick([16_383, 16_385, 20_000, 262_145, 400_000])),
  (dice, good) => `{${Array.from({ length: 500 }, () => good.slice(1, -1) || `"${dice.between(0, 9)}":1`).join(',')}}`,
]

export function badBody(dice: Dice, request: HostileRequest): HostileRequest {
  const good = typeof request.body === 'string' ? request.body : '{}'
  const body = dice.pick(BODIES)(dice, good)
  const headers: Record<string, string> = { 'content-type': 'application/json', ...request.headers }
  if (dice.chance(0.15)) headers['content-type'] = dice.pick(TYPES)
  if (dice.chance(0.1)) headers['content-encoding'] = dice.pick(ENCODINGS)
  const isCut = body.length > 1 && dice.chance(0.15)
  const method = request.method === 'GET' ? dice.pick(['POST', 'PUT']) : request.method
  const cut = isCut ? { cutAt: dice.between(0, body.length - 1) } : {}
  return { ...request, kind: isCut ? 'a body that breaks off' : 'a wrong body', method, headers, body, ...cut }
}

function withWrongField(dice: Dice, good: string): object {
  const fields = fieldsOf(good)
  const [name] = dice.pick(fields.length > 0 ? fields : ([['a', 1]] as [string, unknown][]))
  return { ...Object.fromEntries(fields), [name]: dice.pick(WRONG_VALUES) }
}

/** None of a body that another fault has changed before. */
function fieldsOf(body: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(body) as object)
  } catch {
    return [] // it is no JSON any more
  }
}
