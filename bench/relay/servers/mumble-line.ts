/**
 * A member of a Mumble server who speaks and listens through the TCP connection. Its certificate is the server's own, and
 * is not looked at: both ends are on this machine.
 */

import { connect, type TLSSocket } from 'node:tls'
import type { Hear, Line } from '../line.ts'
import {
  audioMessage,
  authenticateMessage,
  FRAME_HEADER_BYTES,
  MESSAGE,
  opusOffset,
  pingMessage,
  versionMessage,
} from './mumble-wire.ts'

/** Mumble's own clients ping as often; a server closes lines that do not. */
const PING_EVERY_MS = 5_000
/** Sequence numbers count in 10 ms, and a packet holds 20. */
const SEQUENCE_STEP = 2

/** Resolves when the server has let this member in. */
export function openMumbleLine(port: number, name: string, hear: Hear): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  socket.setNoDelay(true)
  const line = new MumbleLine(socket)
  return new Promise((resolve, reject) => {
    const reader = new FrameReader((type, bytes, from) => {
      if (type === MESSAGE.udpTunnel) line.hear(bytes, from, hear)
      else if (type === MESSAGE.serverSync) resolve(line)
      else if (type === MESSAGE.reject) reject(new Error(`Mumble's server refused ${name}.`))
    })
    socket.on('data', (chunk) => reader.push(chunk))
    socket.once('secureConnect', () => {
      socket.write(versionMessage())
      socket.write(authenticateMessage(name))
    })
    socket.once('error', reject).once('close', () => reject(new Error(`Mumble's server closed on ${name}.`)))
  })
}

class MumbleLine implements Line {
  messagesOut = 0
  messagesIn = 0
  readonly #socket: TLSSocket
  readonly #pings: NodeJS.Timeout
  #sequence = 0

  constructor(socket: TLSSocket) {
    this.#socket = socket
    this.#pings = setInterval(() => socket.write(pingMessage()), PING_EVERY_MS)
    socket.once('close', () => clearInterval(this.#pings))
  }

  say(payload: Uint8Array): void {
    this.#socket.write(audioMessage(this.#sequence, payload))
    this.#sequence += SEQUENCE_STEP
    this.messagesOut += 1
  }

  hear(bytes: Uint8Array, from: number, hear: Hear): void {
    this.messagesIn += 1
    const at = opusOffset(bytes, from)
    if (at !== undefined) hear(bytes, at)
  }

  close(): void {
    clearInterval(this.#pings)
    this.#socket.destroy()
  }
}

/** Finds the frames in what TCP brings in pieces of any size. */
class FrameReader {
  readonly #message: (type: number, bytes: Uint8Array, from: number) => void
  #rest: Buffer = Buffer.alloc(0)

  constructor(message: (type: number, bytes: Uint8Array, from: number) => void) {
    this.#message = message
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (bytes.length - at >= FRAME_HEADER_BYTES) {
      const end = at + FRAME_HEADER_BYTES + bytes.readUInt32BE(at + 2)
      if (end > bytes.length) break
      this.#message(bytes.readUInt16BE(at), bytes, at + FRAME_HEADER_BYTES)
      at = end
    }
    this.#rest = bytes.subarray(at)
  }
}
