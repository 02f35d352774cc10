/** Servers that answer a Binding over TCP, each unwell in its own way: what a probe may meet. */

import { createServer, type Socket } from 'node:net'

/** A success to this request, without attributes. */
const answerTo = (request: Buffer): Buffer => Buffer.concat([Buffer.of(1, 1, 0, 0), request.subarray(4, 20)])

const SLOW_MS = 400

const WAYS = {
  well: (socket: Socket, request: Buffer) => void socket.write(answerTo(request)),
  slow: (socket: Socket, request: Buffer) => void setTimeout(() => socket.write(answerTo(request)), SLOW_MS),
  /** One of five is lost: more than 15 %. */
  lossy: (socket: Socket, request: Buffer, number: number) =>
    void (number % 5 !== 0 && socket.write(answerTo(request))),
  hanging: () => {},
  half: (socket: Socket, request: Buffer) => void socket.write(answerTo(request).subarray(0, 11)),
  rude: (socket: Socket) => void socket.destroy(),
  garbled: (socket: Socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
} as const

export type Way = keyof typeof WAYS

export interface StunServer {
  readonly port: number
  /** Connections that are still open. */
  open(): number
  close(): Promise<void>
}

export async function startStunServer(way: Way): Promise<StunServer> {
  const sockets = new Set<Socket>()
  let requests = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {}) // a probe that gives up may reset: that is its business
    socket.on('data', (request) => WAYS[way](socket, request, requests++))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
