/**
 * A TCP line that can be cut: listens on a port of its own, passes bytes both ways, and drops every connection when told
 * to. What a phone does between two networks, without the phone.
 */

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  readonly origin: string
  /** Drops every connection. New ones pass, or are dropped too (`refuse`), or hang (`hold`), until `mend`. */
  cut(newOnes?: 'pass' | 'refuse' | 'hold'): void
  /** Drops every connection, once, as soon as so many more bytes have been sent by clients; new ones as with `cut`. */
  cutAfter(bytes: number, newOnes?: 'pass' | 'refuse' | 'hold'): Promise<void>
  mend(): void
  /** Every line stands still, both ways, for so long; then everything comes at once. */
  stall(forMs: number): Promise<void>
  close(): Promise<void>
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const held = new Set<Socket>()
  const pairs = new Set<[Socket, Socket]>()
  let newOnes: 'pass' | 'refuse' | 'hold' = 'pass'
  let bytesLeft = Number.POSITIVE_INFINITY
  let cutThen: () => void = () => {}
  const keep = (socket: Socket, peer?: Socket) => {
    socket.setNoDelay(true)
    sockets.add(socket)
    // A reset or a half-open end is an end like any other here: the peer goes too.
    socket.on('error', () => peer?.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      held.delete(socket)
      peer?.destroy()
    })
  }
  const forward = (client: Socket) => {
    const target = connect(targetPort, '127.0.0.1')
    keep(client, target)
    keep(target, client)
    const pair: [Socket, Socket] = [client, target]
    pairs.add(pair)
    client.once('close', () => pairs.delete(pair))
    client.pipe(target).pipe(client)
    client.on('data', count)
  }
  const count = ({ length }: Buffer) => {
    bytesLeft -= length
    if (bytesLeft > 0) return
    bytesLeft = Number.POSITIVE_INFINITY
    cutThen()
  }
  const take = (client: Socket) => {
    if (newOnes === 'pass') return forward(client)
    if (newOnes === 'refuse') return client.destroy()
    keep(client)
    held.add(client)
  }
  const server = createServer(take)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut: TcpProxy['cut'] = (then = 'pass') => {
    newOnes = then
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    cutAfter: (bytes, then) => {
      bytesLeft = bytes
      return new Promise((resolve) => {
        cutThen = () => {
          cut(then)
          resolve()
        }
      })
    },
    mend: () => {
      newOnes = 'pass'
      for (const client of held) forward(client)
      held.clear()
    },
    stall: async (forMs) => {
      const still = [...pairs]
      for (const [client, target] of still) {
        client.unpipe(target)
        target.unpipe(client)
      }
      await new Promise((resolve) => setTimeout(resolve, forMs))
      for (const [client, target] of still) client.pipe(target).pipe(client)
    },
    close: () => {
      cut('refuse')
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
