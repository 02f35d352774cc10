/**
 * The other end of a lean socket: a TCP server that opens WebSocket connections and then sends exactly the bytes that a
 * test wants, whole or cut, right or wrong.
 */

import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export interface WireServer {
  url: string
  /** The next connection that is open. */
  next(): Promise<Socket>
  close(): Promise<void>
}

/** `answer` makes another answer than the right one to the opening; each character is a byte. */
export async function startWireServer(answer: (key: string) => string = openingAnswer): Promise<WireServer> {
  const open: Socket[] = []
  const waiting: ((socket: Socket) => void)[] = []
  const all = new Set<Socket>()
  const server = createServer((socket) => {
    all.add(socket)
    socket.on('error', () => {}) // a client that resets is what some tests are about
    socket.once('data', (request) => {
      socket.write(answer(/Sec-WebSocket-Key: (.+)\r\n/.exec(String(request))?.[1] ?? ''), 'latin1')
      const taker = waiting.shift()
      if (taker === undefined) open.push(socket)
      else taker(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    next: () => {
      const socket = open.shift()
      return socket === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(socket)
    },
    close: () => {
      for (const socket of all) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

export function openingAnswer(key: string): string {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
  return [...head, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n')
}
