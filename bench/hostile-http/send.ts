/** Sends one hostile request over a connection that others use too, and reads what is answered. */

import { Agent, type IncomingMessage, request as open } from 'node:http'
import type { Answer, HostileRequest } from './request.ts'

const ANSWER_WITHIN_MS = 20_000
/** How long a room that lets somebody in may take to close on them, if it does not. */
const CLOSE_WITHIN_MS = 3_000
const MOST_READ = 100_000
const CLOSE_FRAME = 0x88

export class NoAnswer extends Error {}

export class Sender {
  readonly #origin: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 })

  constructor(origin: string) {
    this.#origin = origin
  }

  /** Undefined: it was broken off on purpose. */
  send(hostile: HostileRequest): Promise<Answer | undefined> {
    const { method, path, cutAt } = hostile
    const body = hostile.body === undefined ? undefined : Buffer.from(hostile.body)
    const { hostname, port } = new URL(this.#origin)
    const isAlone = cutAt !== undefined || hostile.headers.upgrade !== undefined
    return new Promise((resolve, reject) => {
      const outgoing = open({
        ...{ hostname, port, method, path: safe(path), setHost: hostile.headers.host === undefined },
        agent: isAlone ? false : this.#agent,
        headers: { ...hostile.headers, ...(body === undefined ? {} : { 'content-length': String(body.length) }) },
        timeout: ANSWER_WITHIN_MS,
      })
      outgoing.once('timeout', () => outgoing.destroy(new NoAnswer(`No answer within ${ANSWER_WITHIN_MS} ms.`)))
      outgoing.once('error', (error) => (cutAt === undefined ? reject(error) : resolve(undefined)))
      outgoing.once('response', (incoming) => read(incoming).then(resolve, reject))
      outgoing.once('upgrade', (incoming, socket, head) => {
        closeCodeOf(socket, head).then((closeCode) => {
          socket.destroy()
          const headers = incoming.headers
          resolve({ status: 101, headers, body: '', ...(closeCode === undefined ? {} : { closeCode }) })
        })
      })
      if (cutAt === undefined) outgoing.end(body)
      else outgoing.write(body?.subarray(0, Math.max(1, cutAt)), () => outgoing.destroy())
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** What Node would not send; the server gets to see all else. */
const safe = (path: string): string => path.replace(/[^\u0021-\u00ff]/g, encodeURIComponent)

async function read(incoming: IncomingMessage): Promise<Answer> {
  let body = ''
  incoming.setEncoding('utf8')
  for await (const text of incoming) if (body.length < MOST_READ) body += text
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body }
}

/** RFC 6455 §5.5.1: an unmasked close frame, its code in two bytes. */
function closeCodeOf(socket: NodeJS.ReadWriteStream, head: Buffer): Promise<number | undefined> {
  return new Promise((resolve) => {
    let bytes = head
    const timer = setTimeout(() => resolve(undefined), CLOSE_WITHIN_MS)
    const look = () => {
      if (bytes.length < 4) return
      clearTimeout(timer)
      resolve(bytes[0] === CLOSE_FRAME ? bytes.readUInt16BE(2) : undefined)
    }
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more])
      look()
    })
    socket.once('error', () => resolve(undefined))
    look()
  })
}
