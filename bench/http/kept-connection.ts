/**
 * One client's connection, kept alive from its first request to its last. A request that fails is an answer too: with
 * status 0, and what the network said of it.
 */

import { Agent, request } from 'node:http'
import type { Answer, Ask } from './walk.ts'

/** Far beyond what anybody would wait: a busy server is slow, not broken. What takes longer counts as failed. */
const PATIENCE_MS = 120_000

export class KeptConnection {
  readonly #origin: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })

  constructor(origin: string) {
    this.#origin = origin
  }

  send(ask: Ask): Promise<Answer> {
    return new Promise((resolve) => {
      const failed = (error: Error) => resolve({ status: 0, body: error.message })
      const { headers, text } = written(ask)
      const sent = request(
        this.#origin + ask.path,
        { method: ask.method, headers, agent: this.#agent, timeout: PATIENCE_MS },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: readJson(Buffer.concat(chunks)) }))
          answer.on('error', failed)
        },
      )
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)))
      sent.on('error', failed)
      sent.end(text)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

function written({ token, body }: Ask): { headers: Record<string, string>; text: string | undefined } {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  if (body === undefined) return { headers: authorization, text: undefined }
  const text = JSON.stringify(body)
  const length = String(Buffer.byteLength(text))
  return { headers: { ...authorization, 'content-type': 'application/json', 'content-length': length }, text }
}

/** Undefined for what is no JSON: no step expects that. */
function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined // SyntaxError: judged like any other wrong body
  }
}
