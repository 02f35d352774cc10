/**
 * One probe of one server: a connection, a Binding request, the answer, and how long it took. Whatever else happens
 * (refused, hanging, cut, garbage, a bad certificate) is no answer; the connection is closed in any case. It proves that
 * the server listens and answers, not that it relays.
 *
 * Next: src/turn/probe-run.ts
 */

import type { OwnServer } from './own-servers.ts'
import type { Probe } from './scoreboard.ts'
import { encodeBindingRequest, readBindingAnswer, TRANSACTION_BYTES } from './stun-binding.ts'

/** A connection as `cloudflare:sockets` has it. */
export interface ProbeLine {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>
  readonly opened: Promise<unknown>
  readonly closed: Promise<unknown>
  close(): Promise<unknown>
}

export type OpenLine = (server: OwnServer) => ProbeLine

/** From the first packet on. What a client would wait for longer is no use to it. */
export const ANSWER_WITHIN_MS = 1_000

/** How long the server took from the request to the answer, in ms; opening the connection depends on the way alone. */
export async function probe(open: OpenLine, server: OwnServer, now: () => number): Promise<Probe> {
  const deadline = Promise.withResolvers<null>()
  const timer = setTimeout(() => deadline.resolve(null), ANSWER_WITHIN_MS)
  let line: ProbeLine | undefined
  try {
    line = open(server)
    ignore(line.closed)
    return await Promise.race([ask(line, now), deadline.promise])
  } catch {
    return null // refused, cut, no such host, no trust: all the same to whoever needs a relay
  } finally {
    clearTimeout(timer)
    ignore(line?.close())
  }
}

async function ask(line: ProbeLine, now: () => number): Promise<Probe> {
  await line.opened
  const transaction = crypto.getRandomValues(new Uint8Array(TRANSACTION_BYTES))
  const askedAtMs = now()
  await line.writable.getWriter().write(encodeBindingRequest(transaction))
  const reader = line.readable.getReader()
  let received: Uint8Array = new Uint8Array()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return null
    received = joined(received, value)
    const reading = readBindingAnswer(received, transaction)
    if (reading === 'malformed') return null
    if (reading === 'answered') return now() - askedAtMs
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

/** How a connection ends after its probe is nobody's concern. */
const ignore = (ending: Promise<unknown> | undefined): void => void ending?.catch(() => {})
