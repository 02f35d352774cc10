/**
 * How a request fails. Routes throw an `ApiError`; whatever else is thrown is our fault: it is logged with its cause
 * and answered as `internal`, which says nothing of it.
 */

import type { ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ApiContext, ApiEnv } from './context.ts'
import { type ApiErrorCode, apiErrorKind } from './error-codes.ts'
import { logError } from './log.ts'

interface ApiErrorOptions extends ErrorOptions {
  /** Says more than the code's own sentence; a full sentence too. */
  message?: string
  headers?: Record<string, string>
}

export class ApiError extends Error {
  readonly code: ApiErrorCode
  readonly headers: Record<string, string> | undefined

  constructor(code: ApiErrorCode, { message, headers, ...rest }: ApiErrorOptions = {}) {
    const kind = apiErrorKind(code)
    super(message ?? kind.message, rest)
    this.name = 'ApiError'
    this.code = code
    this.headers = headers ?? kind.headers
  }
}

/** Somebody asked more often than they may; `retryAfterMs` says when they may again. */
export const tooFast = (retryAfterMs: number): ApiError =>
  new ApiError('too-many-requests', { headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) } })

/** What to tell of `error`, whatever it is. Logs it when the peer is not to blame. */
export function toApiError(error: unknown, c: ApiContext): ApiError {
  const refusal = classify(error)
  if (apiErrorKind(refusal.code).status >= 500) logError(c, error)
  return refusal
}

export const answerError: ErrorHandler<ApiEnv> = (error, c) => {
  const { code, message, headers } = toApiError(error, c)
  // tus has a status of its own (460), which Hono's type of those that it knows lacks.
  return c.json({ error: { code, message } }, apiErrorKind(code).status as ContentfulStatusCode, headers)
}

function classify(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  // Hono's validator throws this one, when a body declared as JSON is none.
  if (error instanceof HTTPException && error.status === 400) {
    return new ApiError('invalid-request', { message: 'The body is not JSON. Send a JSON object.', cause: error })
  }
  return new ApiError(isOverload(error) ? 'unavailable' : 'internal', { cause: error })
}

/** Set by the runtime on errors of an object that has more to do than it can; asking again at once makes it worse. */
export const isOverload = (error: unknown): boolean => (error as { overloaded?: unknown } | null)?.overloaded === true
