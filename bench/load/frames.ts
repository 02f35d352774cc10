/**
 * WebSocket frames (RFC 6455 §5) as a client meets them: takes a server's bytes apart, in whatever pieces TCP brings them,
 * and puts a client's frames together. No extensions. Pure: bytes in, calls out; no sockets, no clock.
 *
 * Next: bench/load/wire-socket.ts
 */

/** RFC 6455 §5.2 and §11.8. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const
export type Opcode = (typeof OPCODE)[keyof typeof OPCODE]

const FINAL = 0x80
const RESERVED_BITS = 0x70
const OPCODE_BITS = 0x0f
const MASKED = 0x80
const LENGTH_BITS = 0x7f
/** Lengths above 125 stand in the next 2 or 8 bytes. */
const LENGTH_IN_16_BITS = 126
const LENGTH_IN_64_BITS = 127
/** RFC 6455 §5.5: control frames are no longer, and never in fragments. */
const MAX_CONTROL_BYTES = 125
const MASKING_KEY_BYTES = 4
/** RFC 6455 §7.1.5: what a close frame without a code counts as. */
const NO_CODE = 1005

/** Why a server's bytes are not what RFC 6455 lets it send, or more than this client takes. */
export type FrameFault =
  | 'reserved-bits'
  | 'unknown-opcode'
  | 'masked'
  | 'bad-control-frame'
  | 'bad-close-frame'
  | 'continuation-of-nothing'
  | 'unfinished-message'
  | 'too-long'

export interface FrameEvents {
  /** A whole message. `payload` is a view that holds during the call only. */
  message(isText: boolean, payload: Uint8Array): void
  /** `payload` is to be sent back in a pong; a view that holds during the call only. */
  ping(payload: Uint8Array): void
  close(code: number, reason: string): void
}

/** The head of a frame; its payload stands from offset `from` to `to`. */
type Frame = { opcode: number; isFinal: boolean; from: number; to: number }

const EMPTY = new Uint8Array(0)

export class FrameReader {
  readonly #events: FrameEvents
  readonly #maxMessageBytes: number
  /** The beginning of a frame whose end has not come: the first `#heldBytes` of `#held`. */
  #held = EMPTY
  #heldBytes = 0
  /** A message of which fragments have come. */
  #fragments: { isText: boolean; parts: Uint8Array[]; bytes: number } | undefined
  #fault: FrameFault | undefined
  #isOver = false

  constructor(events: FrameEvents, maxMessageBytes: number) {
    this.#events = events
    this.#maxMessageBytes = maxMessageBytes
  }

  /**
   * Takes the next bytes of the connection; `chunk` may be reused afterwards. Answers what is wrong with them, if anything
   * is: from then on, as after a close frame, nothing more is read.
   */
  push(chunk: Uint8Array): FrameFault | undefined {
    if (this.#heldBytes === 0) this.#hold(chunk, this.#walk(chunk))
    else {
      this.#append(chunk)
      const bytes = this.#held.subarray(0, this.#heldBytes)
      this.#hold(bytes, this.#walk(bytes))
    }
    return this.#fault
  }

  /** Reads all whole frames of `bytes`; answers the offset behind them. */
  #walk(bytes: Uint8Array): number {
    let at = 0
    while (!this.#isOver) {
      const frame = this.#frameAt(bytes, at)
      if (frame === undefined || frame.to > bytes.length) break
      this.#take(frame, bytes.subarray(frame.from, frame.to))
      at = frame.to
    }
    return at
  }

  #frameAt(bytes: Uint8Array, at: number): Frame | undefined {
    if (bytes.length - at < 2) return undefined
    const first = bytes[at] as number
    const second = bytes[at + 1] as number
    const short = second & LENGTH_BITS
    const from = at + 2 + (short === LENGTH_IN_16_BITS ? 2 : short === LENGTH_IN_64_BITS ? 8 : 0)
    if (bytes.length < from) return undefined
    const length = short < LENGTH_IN_16_BITS ? short : lengthBetween(bytes, at + 2, from)
    const fault = this.#faultOf(first, (second & MASKED) !== 0, length)
    if (fault !== undefined) return this.#fail(fault)
    return { opcode: first & OPCODE_BITS, isFinal: (first & FINAL) !== 0, from, to: from + length }
  }

  #faultOf(first: number, isMasked: boolean, length: number): FrameFault | undefined {
    const opcode = first & OPCODE_BITS
    if ((first & RESERVED_BITS) !== 0) return 'reserved-bits'
    if (isMasked) return 'masked'
    if (opcode >= OPCODE.close) {
      if (opcode > OPCODE.pong) return 'unknown-opcode'
      return length > MAX_CONTROL_BYTES || (first & FINAL) === 0 ? 'bad-control-frame' : undefined
    }
    if (opcode > OPCODE.binary) return 'unknown-opcode'
    if (opcode === OPCODE.continuation && this.#fragments === undefined) return 'continuation-of-nothing'
    if (opcode !== OPCODE.continuation && this.#fragments !== undefined) return 'unfinished-message'
    return (this.#fragments?.bytes ?? 0) + length > this.#maxMessageBytes ? 'too-long' : undefined
  }

  #take({ opcode, isFinal }: Frame, payload: Uint8Array): void {
    if (opcode === OPCODE.close) this.#close(payload)
    else if (opcode === OPCODE.ping) this.#events.ping(payload)
    else if (opcode === OPCODE.pong) return
    else if (isFinal && opcode !== OPCODE.continuation) this.#events.message(opcode === OPCODE.text, payload)
    else this.#addFragment(opcode, isFinal, payload)
  }

  #addFragment(opcode: number, isFinal: boolean, payload: Uint8Array): void {
    this.#fragments ??= { isText: opcode === OPCODE.text, parts: [], bytes: 0 }
    this.#fragments.parts.push(new Uint8Array(payload))
    this.#fragments.bytes += payload.length
    if (!isFinal) return
    const { isText, parts } = this.#fragments
    this.#fragments = undefined
    this.#events.message(isText, Buffer.concat(parts))
  }

  /** The code is the first two bytes; a single byte is none (RFC 6455 §5.5.1). */
  #close(payload: Uint8Array): void {
    if (payload.length === 1) return void this.#fail('bad-close-frame')
    this.#isOver = true
    if (payload.length === 0) this.#events.close(NO_CODE, '')
    else this.#events.close(lengthBetween(payload, 0, 2), textOf(payload.subarray(2)))
  }

  #fail(fault: FrameFault): undefined {
    this.#fault = fault
    this.#isOver = true
  }

  /** Keeps what is behind `from` for the next push. */
  #hold(bytes: Uint8Array, from: number): void {
    const rest = this.#isOver ? 0 : bytes.length - from
    if (rest === 0) this.#held = EMPTY
    else if (this.#heldBytes > 0) this.#held.copyWithin(0, from, from + rest)
    else this.#held = new Uint8Array(bytes.subarray(from)) // a Buffer's own slice would be no copy
    this.#heldBytes = rest
  }

  #append(chunk: Uint8Array): void {
    const bytes = this.#heldBytes + chunk.length
    if (bytes > this.#held.length) {
      const grown = new Uint8Array(Math.max(bytes, 2 * this.#held.length))
      grown.set(this.#held.subarray(0, this.#heldBytes))
      this.#held = grown
    }
    this.#held.set(chunk, this.#heldBytes)
    this.#heldBytes = bytes
  }
}

/** The unsigned number in network byte order that stands in `bytes` from `from` to `to`; exact up to 2⁵³. */
function lengthBetween(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) value = value * 256 + (bytes[at] as number)
  return value
}

export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')

/**
 * One whole frame of a client. It says that it is masked, as it must, with a key of zeros, so that the payload stays as it
 * is: the mask protects proxies from what a web page's script chooses to send (RFC 6455 §10.3), and no page sends this.
 */
export function clientFrame(opcode: Opcode, payload: Uint8Array): Buffer {
  const length = payload.length
  const lengthBytes = length < LENGTH_IN_16_BITS ? 0 : length < 0x1_0000 ? 2 : 8
  const payloadAt = 2 + lengthBytes + MASKING_KEY_BYTES
  const frame = Buffer.allocUnsafe(payloadAt + length)
  frame[0] = FINAL | opcode
  frame[1] = MASKED | (lengthBytes === 0 ? length : lengthBytes === 2 ? LENGTH_IN_16_BITS : LENGTH_IN_64_BITS)
  if (lengthBytes === 2) frame.writeUInt16BE(length, 2)
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.fill(0, 2 + lengthBytes, payloadAt)
  frame.set(payload, payloadAt)
  return frame
}

/** The payload of a close frame. */
export function closePayload(code: number, reason = ''): Buffer {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason))
  payload.writeUInt16BE(code)
  payload.write(reason, 2)
  return payload
}
