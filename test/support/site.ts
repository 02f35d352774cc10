/**
 * A site before an Earshot, of one origin with it: what a test serves itself, files or a room, comes from the test; all
 * else is passed on.
 */

import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** Each answers whether it has taken the request. */
export interface Served {
  request?: (path: string, answer: ServerResponse) => boolean
  upgrade?: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => boolean
}

export class Site {
  readonly #server: Server
  readonly #sockets = new Set<Duplex>()

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => this.#sockets.add(socket))
  }

  /** Stands before the Earshot at `port`. */
  static async start(port: number, served: Served): Promise<Site> {
    const server = createServer((incoming, answer) => {
      const { pathname } = new URL(incoming.url ?? '/', 'http://site')
      if (!served.request?.(pathname, answer)) passOnRequest(incoming, answer, port)
    })
    server.on('upgrade', (incoming, socket, head) => {
      if (!served.upgrade?.(incoming, socket, head)) passOnSocket(incoming, socket, head, port)
    })
    const site = new Site(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return site
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

function passOnRequest(incoming: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url, headers } = incoming
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(answer)
  })
  incoming.pipe(onward.on('error', () => answer.destroy())) // the server is gone
}

/** A WebSocket: its request as it came, then bytes both ways. */
export function passOnSocket(incoming: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const { method, url, rawHeaders } = incoming
  const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []))
  const onward = connect(port, '127.0.0.1', () => {
    onward.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    onward.write(head)
    onward.pipe(socket).pipe(onward)
  })
  socket.on('error', () => onward.destroy()) // the page is gone
  onward.on('error', () => socket.destroy()) // the server is
}
