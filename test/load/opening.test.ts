/** The opening of a WebSocket connection, as RFC 6455 §1.3 shows it. */

import { describe, expect, it } from 'vitest'
import { checkAnswer, readAnswer, writeRequest } from '../../bench/load/opening.ts'

const REQUEST = { key: 'dGhlIHNhbXBsZSBub25jZQ==', subprotocols: ['earshot.v1', 'token.x'], headers: { 'X-Test': '1' } }
const ACCEPT = 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='

const check = (...head: string[]) => checkAnswer(readAnswer(head.join('\r\n')), REQUEST)

describe('the request', () => {
  it('names what it wants, and what it offers', () => {
    const lines = writeRequest(new URL('ws://room.example:8787/v1/connect?a=b'), REQUEST).split('\r\n')
    expect(lines[0]).toBe('GET /v1/connect?a=b HTTP/1.1')
    expect(lines).toEqual(
      expect.arrayContaining([
        'Host: room.example:8787',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Protocol: earshot.v1, token.x',
        'X-Test: 1',
      ]),
    )
    expect(lines.slice(-2)).toEqual(['', ''])
  })

  it('names no subprotocol when it offers none', () => {
    const request = writeRequest(new URL('ws://room.example/'), { ...REQUEST, subprotocols: [] })
    expect(request).not.toContain('Sec-WebSocket-Protocol')
  })
})

describe('the answer', () => {
  it('opens the connection when it fits, whatever the case of its names', () => {
    expect(() => check('HTTP/1.1 101 Switching Protocols', ACCEPT)).not.toThrow()
    expect(() => check('HTTP/1.1 101', ACCEPT.toUpperCase().replace(/:.*/, ACCEPT.slice(20)))).not.toThrow()
    expect(() => check('HTTP/1.1 101', ACCEPT, 'sec-websocket-protocol: earshot.v1')).not.toThrow()
  })

  it.each([
    [['HTTP/1.1 429 Too Many Requests', 'Retry-After: 7'], 'HTTP status 429'],
    [['nonsense'], 'HTTP status 0'],
    [['HTTP/1.1 101'], 'does not fit the key'],
    [['HTTP/1.1 101', `${ACCEPT}x`], 'does not fit the key'],
    [['HTTP/1.1 101', ACCEPT, 'Sec-WebSocket-Protocol: other'], 'not offered'],
    [['HTTP/1.1 101', ACCEPT, 'Sec-WebSocket-Extensions: permessage-deflate'], 'extension'],
  ])('is a refusal otherwise: %j', (head, why) => {
    expect(() => check(...head)).toThrow(why)
  })
})
