/**
 * The one question that every STUN and TURN server answers to anybody (RFC 8489 §2.2): a Binding, here over TCP, where
 * the header's length frames the message (§6.2.2). Pure.
 *
 *     0                   1                   2                   3
 *    |0 0|   message type (14)   |      length of what follows     |
 *    |                        magic cookie                         |
 *    |                                                             |
 *    |                  transaction id (96 bits)                   |
 *    |                                                             |
 */

const HEADER_BYTES = 20
const TYPE_AT = 0
const LENGTH_AT = 2
const COOKIE_AT = 4
const TRANSACTION_AT = 8

const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const MAGIC_COOKIE = 0x2112_a442
export const TRANSACTION_BYTES = 12
/** coturn answers under 150 bytes; whoever announces more is no STUN server, and is not read to the end. */
const MAX_BODY_BYTES = 1_024

export function encodeBindingRequest(transaction: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint16(TYPE_AT, BINDING_REQUEST)
  view.setUint16(LENGTH_AT, 0)
  view.setUint32(COOKIE_AT, MAGIC_COOKIE)
  bytes.set(transaction, TRANSACTION_AT)
  return bytes
}

/** What has been received so far: the answer, its beginning, or something else. */
export type BindingReading = 'answered' | 'incomplete' | 'malformed'

/** Reads what a server sent since it was asked; it must succeed, and answer this very request. */
export function readBindingAnswer(received: Uint8Array, transaction: Uint8Array): BindingReading {
  if (received.length < HEADER_BYTES) return 'incomplete'
  const view = new DataView(received.buffer, received.byteOffset, received.byteLength)
  const bodyBytes = view.getUint16(LENGTH_AT)
  const isAnswer =
    view.getUint16(TYPE_AT) === BINDING_SUCCESS &&
    view.getUint32(COOKIE_AT) === MAGIC_COOKIE &&
    transaction.every((byte, index) => received[TRANSACTION_AT + index] === byte)
  if (!isAnswer || bodyBytes % 4 !== 0 || bodyBytes > MAX_BODY_BYTES) return 'malformed'
  return received.length < HEADER_BYTES + bodyBytes ? 'incomplete' : 'answered'
}
