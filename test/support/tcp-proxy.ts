/**
 * A TCP line that can be cut: listens on a port of its own, passes bytes both ways, and drops every connection when told
 * to. What a phone does between two networks, without the phone.
 */

import { connect, createServer, type Socket } from 'node:net'
import { firstFreePort } from '../../scripts/set-up/free-port.mjs'

const FIRST_PORT = 8930

export interface TcpProxy {
  readonly origin: string
  /** Drops every connection; with `refuse`, new ones are dropped too until `mend`. */
  cut(options?: { refuse: boolean }): void
  mend(): void
  close(): Promise<void>
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let isRefusing = false
  const keep = (socket: Socket, peer: Socket) => {
    sockets.add(socket)
    // A reset or a half-open end is an end like any other here: the peer goes too.
    socket.on('error', () => peer.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      peer.destroy()
    })
  }
  const server = createServer((client) => {
    if (isRefusing) return client.destroy()
    const target = connect(targetPort, '127.0.0.1')
    for (const socket of [client, target]) socket.setNoDelay(true)
    keep(client, target)
    keep(target, client)
    client.pipe(target).pipe(client)
  })
  const port = await firstFreePort(FIRST_PORT)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const cut = ({ refuse } = { refuse: false }) => {
    isRefusing = refuse
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    cut,
    mend: () => {
      isRefusing = false
    },
    close: () => {
      cut({ refuse: true })
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
