/**
 * A member of a Mumble server who speaks and listens through the TCP connection. Its certificate is the server's own, and
 * is not looked at: both ends are on this machine.
 */

import { connect, type TLSSocket } from 'node:tls'
import type { Line, LineDescription, OnAudio, OpenLine, Sending, Traffic } from '../../load/line.ts'
import {
  audioMessage,
  authenticateMessage,
  FRAME_HEADER_BYTES,
  MESSAGE,
  opusOf,
  pingMessage,
  versionMessage,
} from './mumble-wire.ts'

/** Mumble's own clients ping as often; a server closes lines that do not. */
const PING_EVERY_MS = 5_000
/** A server that is too busy to let somebody in never answers. */
const OPEN_WITHIN_MS = 10_000
/** Sequence numbers count in 10 ms, and a packet holds 20. */
const SEQUENCE_STEP = 2

interface Where {
  port: number
  name: string
}

export const mumbleLine = (port: number, name: string): LineDescription => ({
  module: import.meta.url,
  where: { port, name } satisfies Where,
})

/** Resolves when the server has let this member in. */
export const openLine: OpenLine = ({ port, name }: Where, onAudio) => {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  socket.setNoDelay(true)
  const line = new MumbleLine(socket)
  return new Promise((resolve, reject) => {
    const reader = new FrameReader((type, message) => {
      if (type === MESSAGE.udpTunnel) line.hear(message, onAudio)
      else if (type === MESSAGE.serverSync) resolve(line)
      else if (type === MESSAGE.reject) reject(new Error("Mumble's server refuses."))
    })
    socket.setTimeout(OPEN_WITHIN_MS, () => socket.destroy())
    socket.on('data', (chunk) => reader.push(chunk))
    socket.once('secureConnect', () => {
      socket.write(versionMessage())
      socket.write(authenticateMessage(name))
    })
    socket.once('error', reject).once('close', () => reject(new Error("Mumble's server lets nobody in.")))
  })
}

/** Mumble's audio packet carries each of Earshot's packets whole, in the place of Opus: the same bytes for all servers. */
class MumbleLine implements Line {
  readonly #traffic: Traffic = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 }
  readonly #socket: TLSSocket
  readonly #pings: NodeJS.Timeout
  #sequence = 0

  constructor(socket: TLSSocket) {
    this.#socket = socket
    this.#pings = setInterval(() => socket.write(pingMessage()), PING_EVERY_MS)
    socket.once('close', () => clearInterval(this.#pings))
  }

  send(packet: Uint8Array): Sending {
    if (this.#socket.destroyed) return 'offline'
    const message = audioMessage(this.#sequence, packet)
    this.#socket.write(message)
    this.#sequence += SEQUENCE_STEP
    this.#traffic.messagesOut += 1
    this.#traffic.bytesOut += message.length
    return 'sent'
  }

  hear(audio: Uint8Array, onAudio: OnAudio): void {
    this.#traffic.messagesIn += 1
    this.#traffic.bytesIn += FRAME_HEADER_BYTES + audio.length
    const packet = opusOf(audio)
    if (packet !== undefined) onAudio(packet)
  }

  traffic(): Traffic {
    return this.#traffic
  }

  async close(): Promise<void> {
    clearInterval(this.#pings)
    this.#socket.destroy()
  }
}

/** Finds the frames in what TCP brings in pieces of any size. */
class FrameReader {
  readonly #message: (type: number, message: Uint8Array) => void
  #rest: Buffer = Buffer.alloc(0)

  constructor(message: (type: number, message: Uint8Array) => void) {
    this.#message = message
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (bytes.length - at >= FRAME_HEADER_BYTES) {
      const end = at + FRAME_HEADER_BYTES + bytes.readUInt32BE(at + 2)
      if (end > bytes.length) break
      this.#message(bytes.readUInt16BE(at), bytes.subarray(at + FRAME_HEADER_BYTES, end))
      at = end
    }
    this.#rest = bytes.subarray(at)
  }
}
