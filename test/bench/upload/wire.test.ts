/** The wire between senders and a server, with servers that keep their word and with one that forgets. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { sendByTusJs } from '../../../bench/upload/tus-js.ts'
import { Wire } from '../../../bench/upload/wire.ts'

const FILE = Buffer.alloc(3_000, 7)

let server: Server
let wire: Wire

afterEach(() => {
  wire.close()
  server.closeAllConnections()
  server.close()
})

/** As much of tus as tus-js-client asks for; `answer` may say something else first. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => boolean): Promise<void> {
  const received: number[] = []
  server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    if (answer(request, response)) return
    const index = Number(request.url?.split('/').at(-1))
    if (request.method === 'POST') {
      received.push(0)
      response.writeHead(201, { location: `/v1/uploads/${received.length - 1}` }).end()
      return
    }
    received[index] = (received[index] ?? 0) + body.length
    const headers = { 'upload-offset': String(received[index]), 'upload-length': String(FILE.length) }
    response.writeHead(request.method === 'HEAD' ? 200 : 204, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  wire = await Wire.open((server.address() as AddressInfo).port)
  wire.ledger.nextFile()
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}

const send = () =>
  sendByTusJs(FILE, {
    ...{ origin: wire.origin, pass: { token: async () => 'none' }, metadata: {}, chunkSize: 1_000 },
  })

it('enters what tus-js-client is told, and passes every byte on', async () => {
  let sent = 0
  await serve(({ headers }) => {
    sent += Number(headers['content-length'] ?? 0)
    return false
  })
  await send()
  expect(sent).toBe(FILE.length)
  expect(wire.ledger).toMatchObject({ lostBytes: 0, restartsFromZero: 0, comparisons: 2, complaints: [] })
})

it('sees what tus-js-client does not tell of: a server that forgets an upload, which is begun anew', async () => {
  const faults = [
    { method: 'PATCH', status: undefined },
    { method: 'PATCH', status: 500 },
    { method: 'HEAD', status: 404 },
  ]
  await serve(({ method }, response) => {
    if (faults[0]?.method !== method) return false
    const status = faults.shift()?.status
    if (status === undefined) return false
    response.writeHead(status).end()
    return true
  })
  await send()
  expect(wire.ledger).toMatchObject({ lostBytes: 1_000, restartsFromZero: 1 })
})
