/** The line of a phone on the road: so many bits a second upwards, and so long to the server and back. */

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface PhoneLine {
  readonly origin: string
  close(): void
}

export interface LineFigures {
  bitsPerSecondUp: number
  roundTripMs: number
}

export async function startPhoneLine(targetPort: number, line: LineFigures): Promise<PhoneLine> {
  const sockets = new Set<Socket>()
  let freeAtMs = 0
  /** All connections share the way up. */
  const up = (bytes: number): number => {
    freeAtMs = Math.max(freeAtMs, performance.now()) + (bytes * 8_000) / line.bitsPerSecondUp
    return freeAtMs - performance.now()
  }
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1')
    pass(client, target, ({ length }) => up(length) + line.roundTripMs / 2)
    pass(target, client, () => line.roundTripMs / 2)
    for (const socket of [client, target]) sockets.add(socket.setNoDelay(true))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** Each piece arrives after its delay, in order. */
function pass(from: Socket, to: Socket, delayMs: (bytes: Buffer) => number): void {
  from.on('data', (bytes) => setTimeout(() => to.write(bytes), delayMs(bytes)))
  from.on('error', () => to.destroy()) // the other end is gone
  from.on('close', () => setTimeout(() => to.destroy(), delayMs(Buffer.alloc(0))))
}
