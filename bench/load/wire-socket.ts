/**
 * A lean WebSocket client (RFC 6455) for load: over node:net or node:tls, no extensions, so cheap that thousands of
 * sockets in one process are no bottleneck. A message is a view of the buffer that it was read into.
 *
 * Next: bench/load/member-line.ts
 */

import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { dial } from './dial.ts'
import { clientFrame, closePayload, FrameReader, OPCODE, type Opcode, textOf } from './frames.ts'
import { checkAnswer, type OpeningRequest, readAnswer, writeRequest } from './opening.ts'

export interface WireEvents {
  text(text: string): void
  /** `bytes` is a view that holds during the call only. */
  binary(bytes: Uint8Array): void
  /** Exactly once after the opening; 1006 when the connection broke. */
  closed(code: number, reason: string): void
}

export interface WireOptions {
  subprotocols?: readonly string[]
  headers?: Record<string, string>
  /** How long TCP, TLS and the answer to the opening may take. */
  withinMs?: number
}

/** RFC 6455 §7.1.5: the connection went without a close frame. */
const BROKEN = 1006
/** RFC 6455 §7.4.1: what a server is told that broke the rules, and one that sent more than is taken. */
const PROTOCOL_ERROR = 1002
const TOO_LONG = 1009
const NORMAL = 1000
const OPEN_WITHIN_MS = 10_000
/** How long the other side may take to answer a close frame, and then to end its TCP connection. */
const CLOSE_WITHIN_MS = 2_000
/** A head longer than this is no answer to an opening. */
const MAX_HEAD_BYTES = 16_384
/** Longer than anything a relay has to say: Earshot's own bound is 65,536. */
const MAX_MESSAGE_BYTES = 1_048_576

/** A connection that the server has not taken yet. */
interface Opening {
  request: OpeningRequest
  /** What has come of the answer, a character for each byte. */
  head: string
  timer: NodeJS.Timeout
  resolve(wire: WireSocket): void
  reject(error: Error): void
}

export class WireSocket {
  bytesIn = 0
  bytesOut = 0
  messagesIn = 0
  messagesOut = 0
  readonly #events: WireEvents
  readonly #socket: Socket
  readonly #frames: FrameReader
  #opening: Opening | undefined
  #isClosed = false
  #hasSentClose = false

  /** @throws {OpeningRefused} when the server answers with something else; otherwise what the system says. */
  static open(url: string, options: WireOptions, events: WireEvents): Promise<WireSocket> {
    return new Promise((resolve, reject) => {
      new WireSocket(new URL(url), options, events, resolve, reject)
    })
  }

  private constructor(
    url: URL,
    { subprotocols = [], headers = {}, withinMs = OPEN_WITHIN_MS }: WireOptions,
    events: WireEvents,
    resolve: (wire: WireSocket) => void,
    reject: (error: Error) => void,
  ) {
    const request = { key: randomBytes(16).toString('base64'), subprotocols, headers }
    const timer = setTimeout(() => this.#failOpening(new Error(`No answer from ${url.host} in time.`)), withinMs)
    this.#opening = { request, head: '', timer, resolve, reject }
    this.#events = events
    this.#frames = new FrameReader(
      {
        message: (isText, payload) => this.#message(isText, payload),
        ping: (payload) => this.#write(OPCODE.pong, payload),
        close: (code, reason) => this.#closedByPeer(code, reason),
      },
      MAX_MESSAGE_BYTES,
    )
    this.#socket = dial(url, (bytes) => this.#read(bytes))
    this.#socket.setNoDelay(true)
    this.#socket.write(writeRequest(url, request))
    this.#socket.on('error', (error) => this.#failOpening(error)) // once open, 'close' follows and tells it
    this.#socket.on('close', () => {
      this.#failOpening(new Error(`${url.host} closed the connection while it was opened.`))
      this.#over(BROKEN, '')
    })
  }

  sendText(text: string): void {
    this.#send(OPCODE.text, Buffer.from(text))
  }

  /** `bytes` may be reused at once. */
  sendBinary(bytes: Uint8Array): void {
    this.#send(OPCODE.binary, bytes)
  }

  /** Says that it is over, and ends the connection when the other side has said so too. */
  close(code = NORMAL): void {
    if (this.#hasSentClose) return
    this.#write(OPCODE.close, closePayload(code))
    this.#hasSentClose = true
    this.#endSoon()
  }

  /** Gone without a word, as a phone that loses its network. */
  destroy(): void {
    const isPlainTcp = !('encrypted' in this.#socket)
    if (isPlainTcp) this.#socket.resetAndDestroy()
    else this.#socket.destroy()
  }

  /** Stops reading: what comes piles up in the system's buffers, then at the other side. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  #send(opcode: Opcode, payload: Uint8Array): void {
    if (this.#isClosed || this.#hasSentClose) return
    this.messagesOut += 1
    this.#write(opcode, payload)
  }

  #write(opcode: Opcode, payload: Uint8Array): void {
    const frame = clientFrame(opcode, payload)
    this.bytesOut += frame.length
    this.#socket.write(frame)
  }

  #read(bytes: Uint8Array): void {
    const frames = this.#opening === undefined ? bytes : this.#readAnswer(bytes)
    if (frames === undefined || frames.length === 0) return
    this.bytesIn += frames.length
    const fault = this.#frames.push(frames)
    if (fault === undefined || this.#isClosed) return
    this.close(fault === 'too-long' ? TOO_LONG : PROTOCOL_ERROR)
    this.#over(BROKEN, `The server broke the protocol: ${fault}`)
  }

  /** Reads the answer to the opening; answers what came behind it, when it is whole. */
  #readAnswer(bytes: Uint8Array): Uint8Array | undefined {
    const opening = this.#opening
    if (opening === undefined) return undefined
    const before = opening.head.length
    opening.head += Buffer.from(bytes).toString('latin1')
    const end = opening.head.indexOf('\r\n\r\n')
    if (end < 0) {
      if (opening.head.length > MAX_HEAD_BYTES) this.#failOpening(new Error('The answer to the opening has no end.'))
      return undefined
    }
    try {
      checkAnswer(readAnswer(opening.head.slice(0, end)), opening.request)
    } catch (error) {
      this.#failOpening(error as Error)
      return undefined
    }
    this.#opening = undefined
    clearTimeout(opening.timer)
    opening.resolve(this)
    return bytes.subarray(end + '\r\n\r\n'.length - before)
  }

  #failOpening(error: Error): void {
    const opening = this.#opening
    if (opening === undefined) return
    this.#opening = undefined
    this.#isClosed = true // nobody holds this socket: there is nobody to tell
    clearTimeout(opening.timer)
    opening.reject(error)
    this.#socket.destroy()
  }

  #message(isText: boolean, payload: Uint8Array): void {
    if (this.#isClosed) return
    this.messagesIn += 1
    if (isText) this.#events.text(textOf(payload))
    else this.#events.binary(payload)
  }

  #closedByPeer(code: number, reason: string): void {
    this.close()
    this.#over(code, reason)
  }

  #endSoon(): void {
    this.#socket.end()
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_WITHIN_MS)
    this.#socket.once('close', () => clearTimeout(timer))
  }

  #over(code: number, reason: string): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#events.closed(code, reason)
  }
}
