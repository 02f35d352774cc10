/** The Binding request and its answer: known bytes, and that no bytes whatever are taken for an answer or break it. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBindingRequest, readBindingAnswer, TRANSACTION_BYTES } from '../../src/turn/stun-binding.ts'

const TRANSACTION = bytes('b7e7a701bc34d686fa87dfae')
/** RFC 5769 §2.2, a sample IPv4 response: software, mapped address, integrity, fingerprint. */
const ANSWER = bytes(`
  0101003c2112a442b7e7a701bc34d686fa87dfae
  8022000b7465737420766563746f7220
  002000080001a147e112a643
  000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7
  80280004c07d4c96
`)

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16))
}

const changed = (at: number, to: number): Uint8Array => ANSWER.with(at, to)

it('writes a request of a header alone', () => {
  expect(encodeBindingRequest(TRANSACTION)).toEqual(bytes('000100002112a442b7e7a701bc34d686fa87dfae'))
})

describe('an answer', () => {
  it('is one when it is whole', () => {
    expect(readBindingAnswer(ANSWER, TRANSACTION)).toBe('answered')
  })

  it('is one whatever follows it', () => {
    expect(readBindingAnswer(new Uint8Array([...ANSWER, 1, 2, 3]), TRANSACTION)).toBe('answered')
  })

  it('is incomplete until its last byte', () => {
    for (let length = 0; length < ANSWER.length; length += 1) {
      expect(readBindingAnswer(ANSWER.subarray(0, length), TRANSACTION)).toBe('incomplete')
    }
  })

  it.each([
    ['the request itself', encodeBindingRequest(TRANSACTION)],
    ['an error', changed(0, 0x11)],
    ['an indication', changed(1, 0x11)],
    ['another transaction’s', changed(19, 0)],
    ['one with another cookie, as before RFC 5389', changed(4, 0)],
    ['one of a length that attributes cannot have', changed(3, 0x3d)],
    ['one that announces more than any server sends', changed(2, 0xff)],
    ['HTTP', new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['zeros', new Uint8Array(64)],
  ])('is not %s', (_, received) => {
    expect(readBindingAnswer(received, TRANSACTION)).toBe('malformed')
  })
})

it('takes no bytes for an answer that do not begin with its type, cookie and transaction', () => {
  const transaction = fc.uint8Array({ minLength: TRANSACTION_BYTES, maxLength: TRANSACTION_BYTES })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), transaction, (received, asked) => {
      expect(readBindingAnswer(received, asked)).not.toBe('answered')
    }),
    { numRuns: 2_000 },
  )
})

it('takes a changed answer for one only where the change is not in what is checked', () => {
  fc.assert(
    fc.property(fc.nat(ANSWER.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const reading = readBindingAnswer(changed(at, (ANSWER[at] as number) ^ mask), TRANSACTION)
      expect(reading === 'answered').toBe(
        at >= 20 || (at === 3 && 20 + (0x3c ^ mask) <= ANSWER.length && mask % 4 === 0),
      )
    }),
    { numRuns: 2_000 },
  )
})
