/**
 * A way to a server on which every connection is accepted and closed at once, with a close code of the test's choosing:
 * how a room says that it is full, without the thousand people who would fill it. All other requests pass.
 */

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { SUBPROTOCOL } from '../../src/protocol/handshake.ts'

/** RFC 6455 §1.3: what the key of a handshake is hashed with. */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** RFC 6455 §5.2: FIN and the opcode of a close. */
const FINAL_CLOSE = 0x88

export interface ClosingDoor {
  readonly origin: string
  close(): Promise<void>
}

export async function openClosingDoor(targetPort: number, code: number, reason: string): Promise<ClosingDoor> {
  const server = createServer((incoming, answer) => {
    const { method, url: path, headers } = incoming
    const outgoing = request({ host: '127.0.0.1', port: targetPort, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    outgoing.on('error', () => answer.destroy())
    incoming.pipe(outgoing)
  })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (incoming, socket) => {
    upgraded.add(socket)
    acceptAndClose(incoming, socket, code, reason)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      for (const socket of upgraded) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function acceptAndClose(incoming: IncomingMessage, socket: Duplex, code: number, reason: string): void {
  socket.on('error', () => socket.destroy())
  const key = `${incoming.headers['sec-websocket-key']}${HANDSHAKE_GUID}`
  const head = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
    `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const words = Buffer.from(reason)
  socket.end(Buffer.from([FINAL_CLOSE, 2 + words.length, code >> 8, code & 0xff, ...words]))
}
