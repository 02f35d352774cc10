/**
 * One question to the HTTP API and its answer, checked by its schema. Runs on the page and in the network worker; knows
 * `fetch` and nothing else of the platform.
 */

import * as v from 'valibot'
import { EarshotError, type EarshotErrorCode } from './errors.ts'

/** Who waits longer for a page of JSON has no connection, whatever the browser still hopes for: it would wait minutes. */
const ANSWER_WITHIN_MS = 10_000

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
  'unknown-person': 'unknown-person',
  'unknown-clip': 'clip-unknown',
  'clip-deleted': 'clip-deleted',
}

export type Ask = Omit<RequestInit, 'signal'> & { withinMs?: number }

/** @throws {EarshotError} by what the server answers, or `unreachable`, or `protocol`. Its cause is the API's own error. */
export async function ask<Answer>(
  schema: v.GenericSchema<unknown, Answer>,
  url: URL,
  { withinMs = ANSWER_WITHIN_MS, ...init }: Ask = {},
): Promise<Answer> {
  const { ok, status, body } = await fetched(url, { ...init, signal: AbortSignal.timeout(withinMs) })
  if (!ok) throw failure(status, body)
  const answer = v.safeParse(schema, body)
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

async function fetched(url: URL, init: RequestInit): Promise<{ ok: boolean; status: number; body: unknown }> {
  try {
    const response = await fetch(url, init)
    const text = await response.text()
    return { ok: response.ok, status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  } catch (cause) {
    throw new EarshotError('unreachable', { cause }) // no connection, no answer in time, or one that is not the API's
  }
}

function failure(status: number, body: unknown): EarshotError {
  const said = v.safeParse(Failure, body)
  const cause = said.success ? said.output.error : { status }
  return new EarshotError((said.success && CODES[said.output.error.code]) || codeOfStatus(status), { cause })
}

function codeOfStatus(status: number): EarshotErrorCode {
  if (status === 429) return 'too-fast'
  if (status === 401) return 'token-refused'
  if (status === 403) return 'not-allowed'
  return status >= 500 ? 'unreachable' : 'protocol'
}
