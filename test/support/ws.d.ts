/** What the tests use of `ws`, which comes without types. */

declare module 'ws' {
  import type { IncomingMessage } from 'node:http'
  import type { Duplex } from 'node:stream'

  export interface ServerSocket {
    send(data: string | Uint8Array): void
    close(code: number, reason: string): void
    on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): this
    on(event: 'close', listener: () => void): this
  }

  export class WebSocketServer {
    constructor(options: { noServer: true; handleProtocols: (offered: Set<string>) => string | false })
    handleUpgrade(
      incoming: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      connected: (socket: ServerSocket) => void,
    ): void
  }
}
