/**
 * One question to the HTTP API and its answer, checked by its schema. Runs on the page and in the network worker; knows
 * `fetch` and nothing else of the platform.
 */

import * as v from 'valibot'
import { parseJson } from '../protocol/json.ts'
import { EarshotError, type EarshotErrorCode } from './errors.ts'
import { randomId } from './random-id.ts'
import { readRetryAfter } from './retry-after.ts'

/** Who waits longer for a page of JSON has no connection, whatever the browser still hopes for: it would wait minutes. */
const ANSWER_WITHIN_MS = 10_000
/** Who is to come back sooner than this is kept waiting, and need not know; longer is for people to decide. */
const MAX_UNTOLD_WAIT_MS = 3_000
/** A line that was lost is back after a moment, or not soon. */
const LINE_BACK_AFTER_MS = 500

const Failure = v.object({ error: v.object({ code: v.string(), message: v.string() }) })

/** By the codes of the API's errors; what is not here goes by its status. */
const CODES: Record<string, EarshotErrorCode> = {
  'rooms-closed': 'rooms-closed',
  'unknown-room': 'room-unknown',
  'wrong-secret': 'wrong-link',
  removed: 'removed',
  locked: 'room-locked',
  'room-deleted': 'room-deleted',
  'invite-expired': 'invite-expired',
  'invite-used-up': 'invite-used-up',
  'invite-revoked': 'invite-revoked',
  'unknown-invite': 'invite-revoked',
  'too-many-invites': 'too-many-invites',
  'unknown-person': 'unknown-person',
  'unknown-clip': 'clip-unknown',
  'clip-deleted': 'clip-deleted',
  'clip-burnt': 'clip-burnt',
  'clip-burns': 'clip-burns',
}

export interface Ask extends Omit<RequestInit, 'signal'> {
  withinMs?: number
  /** It is the same thing however often it arrives: when the line fails, it is asked once more. */
  repeats?: boolean
}

/** What came back: `retryAfterMs` where it says when to try again. */
interface Answered {
  ok: boolean
  status: number
  body: unknown
  retryAfterMs: number | undefined
}

/**
 * A server that has too much to do and says for how short a time is asked once more then.
 * @throws {EarshotError} by what the server answers, or `unreachable`, or `protocol`. Its cause is the API's own error.
 */
export async function ask<Answer>(schema: v.GenericSchema<unknown, Answer>, url: URL, init: Ask = {}): Promise<Answer> {
  const said = await answerTo(url, init)
  if (!said.ok) throw failure(said)
  const answer = v.safeParse(schema, said.body)
  if (!answer.success) throw new EarshotError('protocol', { cause: new v.ValiError(answer.issues) })
  return answer.output
}

/** What of the API's own words an error carries. */
export function apiCodeOf(error: EarshotError): string | undefined {
  const cause = v.safeParse(Failure.entries.error, error.cause)
  return cause.success ? cause.output.code : undefined
}

export const asJson = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** `init` in the name of whoever the token names. */
export const withToken = (token: string, { headers, ...init }: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...(headers as Record<string, string>), authorization: `Bearer ${token}` },
})

/** `init` as a request of which the server makes one thing, however often it arrives. */
export const once = (init: RequestInit): Ask => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), 'idempotency-key': randomId() },
  repeats: true,
})

async function answerTo(url: URL, init: Ask): Promise<Answered> {
  const said = await (init.repeats ? fetched(url, init).catch(() => fetchedLater(url, init)) : fetched(url, init))
  const { ok, retryAfterMs } = said
  if (ok || retryAfterMs === undefined || retryAfterMs > MAX_UNTOLD_WAIT_MS) return said
  return fetchedLater(url, init, retryAfterMs)
}

async function fetchedLater(url: URL, init: Ask, waitMs = LINE_BACK_AFTER_MS): Promise<Answered> {
  await new Promise((resolve) => setTimeout(resolve, waitMs))
  return fetched(url, init)
}

async function fetched(url: URL, { withinMs = ANSWER_WITHIN_MS, repeats: _, ...init }: Ask): Promise<Answered> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(withinMs) })
    const { ok, status, headers } = response
    const text = await response.text()
    const body = parseJson(text)
    // Whatever stands before the API refuses in words of its own; the status says enough.
    if (ok && body === undefined && text !== '') throw new SyntaxError('The answer is no JSON.')
    return { ok, status, body, retryAfterMs: readRetryAfter(headers.get('retry-after'), Date.now()) }
  } catch (cause) {
    throw new EarshotError('unreachable', { cause }) // no connection, no answer in time, or one that is not the API's
  }
}

function failure({ status, body, retryAfterMs }: Answered): EarshotError {
  const said = v.safeParse(Failure, body)
  const cause = said.success ? said.output.error : { status }
  const code = (said.success && CODES[said.output.error.code]) || codeOfStatus(status)
  return new EarshotError(code, { cause, retryAfterMs })
}

function codeOfStatus(status: number): EarshotErrorCode {
  if (status === 429) return 'too-fast'
  if (status === 401) return 'token-refused'
  if (status === 403) return 'not-allowed'
  return status >= 500 ? 'unreachable' : 'protocol'
}
