/**
 * One question of an upload to the server and its answer (tus 1.0.0; docs/protocol.md, section 9). Knows `fetch` and nothing
 * else of the platform; what to ask, src/client/messages/outgoing-state.ts knows.
 *
 * Next: src/api/uploads.ts
 */

import * as v from 'valibot'
import { parseJson } from '../../protocol/json.ts'
import { readRetryAfter } from '../retry-after.ts'
import type { Answer, AppendStep, Step } from './upload-steps.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Longer than the server waits for a message to be stored before it answers, 10 s. */
const ANSWER_WITHIN_MS = 20_000
/** What the slowest line carries that one can still talk over: 32 kb/s. */
const SLOWEST_BYTES_PER_MS = 4

/** What is asked about. */
export interface Sending {
  /** Origin of the server. */
  server: string
  /** The message's id: the same one again is the same message. */
  message: string
  read(from: number, to: number): Bytes
  /** What the server is told of the message with its end, by the keys of Upload-Metadata. */
  facts(): Record<string, string>
  signal: AbortSignal
}

const Failure = v.object({ error: v.object({ code: v.string() }) })

/** Never rejects: a line that breaks is an answer too. */
export async function askServer(step: Step, sending: Sending, token: string): Promise<Answer> {
  const request = requestOf(step, sending, token)
  try {
    return await answerOf(await fetch(...request), sending.server)
  } catch {
    return { status: 0 } // TypeError: no line. TimeoutError: no answer. AbortError: nobody wants it any more
  }
}

function requestOf(step: Step, sending: Sending, token: string): [URL, RequestInit] {
  const { server, message } = sending
  const uploads = new URL('/v1/uploads', server)
  switch (step.do) {
    case 'begin': {
      const about = { 'upload-defer-length': '1', 'upload-metadata': metadataOf({ message }) }
      return [uploads, request(sending, 'POST', headersFor(token, about))]
    }
    case 'append':
      return [new URL(step.url), append(step, sending, token)]
    case 'look':
      return [new URL(step.url), request(sending, 'HEAD', headersFor(token))]
    case 'take-back':
      return [new URL(step.url), request(sending, 'DELETE', headersFor(token))]
    case 'look-for-clip': {
      const clip = new URL(`/v1/clips/${encodeURIComponent(step.clip)}`, server)
      return [clip, request(sending, 'GET', { authorization: `Bearer ${token}` })]
    }
    default:
      return step satisfies never
  }
}

function append({ from, to, lengthBytes }: AppendStep, sending: Sending, token: string): RequestInit {
  const headers = headersFor(token, {
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(from),
    ...(lengthBytes === null ? {} : ending(lengthBytes, sending)),
  })
  return {
    ...request(sending, 'PATCH', headers, Math.ceil((to - from) / SLOWEST_BYTES_PER_MS)),
    body: sending.read(from, to),
  }
}

/** Behind these there are no more, and all that is known of the message is known now. */
const ending = (lengthBytes: number, { facts, message }: Sending): Record<string, string> => ({
  'upload-length': String(lengthBytes),
  'upload-metadata': metadataOf({ ...facts(), message }),
})

const request = ({ signal }: Sending, method: string, headers: Record<string, string>, moreMs = 0): RequestInit => ({
  method,
  headers,
  signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS + moreMs)]),
})

const headersFor = (token: string, about: Record<string, string> = {}): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'tus-resumable': '1.0.0',
  ...about,
})

/** Upload-Metadata: each value in base64 behind its key. */
export const metadataOf = (facts: Record<string, string>): string =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',')

const base64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))

async function answerOf(response: Response, server: string): Promise<Answer> {
  const { ok, status, headers } = response
  const text = (name: string) => headers.get(name) ?? undefined
  const location = text('location')
  return {
    status,
    code: ok ? undefined : codeIn(await response.text()),
    location: location === undefined ? undefined : new URL(location, server).href,
    offsetBytes: countIn(text('upload-offset')),
    lengthBytes: countIn(text('upload-length')),
    state: text('earshot-upload-state'),
    clip: text('earshot-clip'),
    retryAfterMs: readRetryAfter(headers.get('retry-after'), Date.now()),
  }
}

function codeIn(text: string): string | undefined {
  const said = v.safeParse(Failure, parseJson(text))
  return said.success ? said.output.error.code : undefined
}

const countIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
