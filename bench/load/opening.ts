/**
 * The opening of a WebSocket connection as a client writes and reads it (RFC 6455 §4). Pure: text in, text out.
 *
 * Next: bench/load/wire-socket.ts
 */

import { createHash } from 'node:crypto'

/** RFC 6455 §1.3: what a server appends to the key that it was sent. */
const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const SWITCHING_PROTOCOLS = 101

export interface OpeningRequest {
  /** 16 random bytes in base64. */
  key: string
  subprotocols: readonly string[]
  headers: Readonly<Record<string, string>>
}

export interface Answer {
  status: number
  /** Names in lower case. */
  headers: Map<string, string>
}

/** The server did not switch protocols. */
export class OpeningRefused extends Error {
  readonly status: number
  readonly headers: Map<string, string>

  constructor({ status, headers }: Answer, why: string) {
    super(`The server refused the WebSocket: ${why}.`)
    this.name = 'OpeningRefused'
    this.status = status
    this.headers = headers
  }
}

export function writeRequest({ host, pathname, search }: URL, { key, subprotocols, headers }: OpeningRequest): string {
  const offered = subprotocols.length === 0 ? {} : { 'Sec-WebSocket-Protocol': subprotocols.join(', ') }
  const all = {
    Host: host,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
    ...offered,
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Reads an answer's head, without the empty line that ends it. */
export function readAnswer(head: string): Answer {
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { status: Number(statusLine.split(' ')[1]) || 0, headers: new Map(headers) }
}

/** @throws {OpeningRefused} unless the server has switched to WebSocket, to one of the offered subprotocols. */
export function checkAnswer(answer: Answer, { key, subprotocols }: OpeningRequest): void {
  if (answer.status !== SWITCHING_PROTOCOLS) throw new OpeningRefused(answer, `HTTP status ${answer.status}`)
  if (answer.headers.get('sec-websocket-accept') !== acceptOf(key)) {
    throw new OpeningRefused(answer, 'its answer does not fit the key')
  }
  const chosen = answer.headers.get('sec-websocket-protocol')
  if (chosen !== undefined && !subprotocols.includes(chosen)) {
    throw new OpeningRefused(answer, `it chose the subprotocol "${chosen}", which was not offered`)
  }
  if (answer.headers.has('sec-websocket-extensions')) throw new OpeningRefused(answer, 'it uses an extension')
}

const acceptOf = (key: string): string =>
  createHash('sha1')
    .update(key + KEY_SUFFIX)
    .digest('base64')
