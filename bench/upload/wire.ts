/**
 * The line between senders and a runtime, which enters all that is asked about uploads, and all that is answered, into a
 * ledger. It breaks with the runtime, and passes on the death of either end; it must not change a byte.
 */

import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream'
import { passOnSocket } from '../../test/support/site.ts'
import { Ledger } from './ledger.ts'

export class Wire {
  readonly ledger = new Ledger()
  readonly #targetPort: number
  readonly #server: Server
  readonly #sockets = new Set<Duplex>()

  /** To a runtime that is started again on the same port. */
  static async open(targetPort: number): Promise<Wire> {
    const wire = new Wire(targetPort)
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve))
    return wire
  }

  private constructor(targetPort: number) {
    this.#targetPort = targetPort
    this.#server = createServer((incoming, answer) => this.#passOn(incoming, answer))
    this.#server.on('upgrade', (incoming, socket, head) => passOnSocket(incoming, socket, head, targetPort))
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }

  #passOn(incoming: IncomingMessage, answer: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = incoming
    const tell = this.ledger.asks({ method, path: new URL(url, 'http://wire').pathname, header: headerIn(headers) })
    const onward = request({ host: '127.0.0.1', port: this.#targetPort, method, path: url, headers }, (answered) => {
      const { statusCode = 502, headers } = answered
      tell({ status: statusCode, header: headerIn(headers) })
      answer.writeHead(statusCode, headers)
      pipeline(answered, answer, () => undefined) // either end is gone: it has destroyed the other
    })
    onward.once('error', () => answer.destroy()) // the runtime is gone
    answer.once('close', () => answer.writableFinished || onward.destroy())
    pipeline(incoming, onward, () => undefined)
  }
}

const headerIn =
  (headers: IncomingMessage['headers']) =>
  (name: string): string | undefined =>
    headers[name]?.toString()
