/** What can be wrong with a request besides who asks and its body: its headers, its path, its query, its method. */

import type { Dice } from '../trials/hostile/dice.ts'
import { ENCODINGS, TYPES } from './bodies.ts'
import { filled, type HostileRequest, NO_ID } from './request.ts'
import type { Route } from './routes.ts'

type Fault = (dice: Dice, request: HostileRequest, route: Route) => HostileRequest

/** As HTTP lets them be written: Latin-1 without controls (RFC 9110 §5.5). */
const HEADERS: [name: string, values: readonly string[]][] = [
  [
    'range',
    ['bytes=', 'bytes=-', 'bytes=9-1', 'bytes=0-0,2-2', 'bytes=-0', 'bytes=99999999999999999999-', 'lines=1-2', 'x'],
  ],
  ['if-none-match', ['*', '"', 'W/"x"', '""', 'x'.repeat(3_000), '"a","b",']],
  ['if-range', ['"x"', 'W/"x"', 'Thu, 01 Jan 1970 00:00:00 GMT', '\u00ff']],
  ['origin', ['null', 'https://elsewhere.example', 'file://', 'https://', '*', 'x'.repeat(1_000)]],
  ['content-type', TYPES],
  ['content-encoding', ENCODINGS],
  ['accept', ['image/*', 'nothing', ';;;', '*/*;q=2']],
  ['accept-encoding', ['gzip;q=0, *;q=0', 'nonsense']],
  ['earshot-session', ['', 'x', NO_ID, '../..', 'x'.repeat(2_000), '\u00e9']],
  [
    'idempotency-key',
    ['', 'short', 'x'.repeat(65), 'x'.repeat(5_000), `${NO_ID} ${NO_ID}`, '\u00e9'.repeat(20), NO_ID],
  ],
  ['cf-connecting-ip', ['', '::', '1.2.3.4, 5.6.7.8', 'x', '999.1.1.1', 'fe80::1%eth0', "'; DROP TABLE rooms; --"]],
  ['x-forwarded-for', ['127.0.0.1', 'x'.repeat(1_000)]],
  ['x-http-method-override', ['DELETE', 'PUT']],
  ['cookie', ['token=x; role=owner', 'x'.repeat(5_000)]],
  ['host', ['elsewhere.example', 'localhost:1', '[::1]']],
  ['sec-websocket-protocol', ['earshot.v1', 'earshot.v1, token.x', ',', 'token.', 'earshot.v2, token.x']],
  ['access-control-request-method', ['DELETE', 'x']],
  ['earshot-arrival', ['{"person":"user:1","role":"owner"}']],
  [
    'authorization',
    ['Bearer', 'Bearer ', 'bearer x y', 'Basic eDp4', 'Bearer \u00e9', 'Bearer ek.', 'Bearer ek..', 'Bearer ek.a.b.c'],
  ],
  ['x-long', ['x'.repeat(7_000), 'x'.repeat(16_000), 'x'.repeat(40_000)]],
]

export const badHeaders: Fault = (dice, request) => {
  const headers = { ...request.headers }
  for (let count = dice.between(1, 3); count > 0; count -= 1) {
    const [name, values] = dice.pick(HEADERS)
    headers[name] = dice.pick(values)
  }
  return { ...request, kind: 'strange headers', headers }
}

const SEGMENTS = [
  '%00',
  '%ff',
  '%c3%28',
  '..',
  '%2e%2e',
  '%2F',
  '.',
  '',
  '%20',
  '__proto__',
  'constructor',
  '%F0%9F%8E%A4',
  '*',
  ':room',
  '%7Broom%7D',
  '%27%3B--',
  'a'.repeat(200),
  'a'.repeat(3_000),
  'a'.repeat(6_000),
  '-1',
  '1e9',
  'undefined',
  '%',
  '%zz',
]

export const badPath: Fault = (dice, request, route) => {
  const [, query = ''] = request.path.split(/(?=\?)/)
  const path = dice.chance(0.6)
    ? filled(route.path, () => dice.pick(SEGMENTS))
    : `${request.path.replace(/\?.*/, '')}${dice.pick(['/', '//', '/..', '/%2e%2e/rooms', '/x', ';a=b', '%00', '/.'])}`
  return { ...request, kind: 'a wrong path', path: path + query }
}

const QUERY_VALUES = [
  '',
  '-1',
  '0',
  '1e9',
  '1.5',
  'abc',
  '%00',
  '%ff',
  '%',
  '99999999999999999999',
  '0x10',
  '+1',
  '1&',
  'null',
  '%5B%5D',
  'a'.repeat(3_900),
  `9.${NO_ID}`,
  "'--",
]
const QUERY_NAMES = [
  'before',
  'limit',
  'live',
  'seconds',
  'as',
  'download',
  'link',
  'name',
  'end',
  'room',
  '__proto__',
  'constructor',
]

export const badQuery: Fault = (dice, request, route) => {
  const names = route.query.length > 0 ? route.query : QUERY_NAMES
  const parts = Array.from({ length: dice.between(1, 3) }, () => `${dice.pick(names)}=${dice.pick(QUERY_VALUES)}`)
  const behind = request.path.includes('?') ? '&' : '?'
  return { ...request, kind: 'a wrong query', path: request.path + behind + parts.join('&') }
}

/** Those that the platform knows; what it does not, it answers itself. */
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'MKCOL',
  'LOCK',
  'SEARCH',
  'REPORT',
]

/** With no credential: some of them might be the right one of another route. */
export const badMethod: Fault = (dice, request) => {
  const { authorization: _, ...headers } = request.headers
  const { body: __, ...rest } = request
  return { ...rest, kind: 'a wrong method', headers, method: dice.pick(METHODS) }
}
