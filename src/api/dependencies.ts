/**
 * What the routes reach beyond themselves, each behind its guard: the index and the clips behind a breaker and a time-out
 * per call, the objects with one second try where they were restarted under a call. Routes and src/store see the very
 * bindings that they would see without.
 */

import type { MiddlewareHandler } from 'hono'
import { Breaker } from '../breaker/breaker.ts'
import { BREAKER_FAILURES, BREAKER_OPEN_MS, DEPENDENCY_WITHIN_MS } from '../protocol/limits.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { guarded, type Through } from './guarded.ts'
import { tryingTwice } from './second-try.ts'
import { within } from './within.ts'

export const guardDependencies: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { INDEX, CLIPS, ARCHIVES, ROOMS, UPLOADS } = c.env
  const guards = { INDEX: guardedIndex(INDEX), CLIPS: CLIPS && guardedClips(CLIPS) } // some deployments keep nothing
  const objects = { ARCHIVES: tryingTwice(ARCHIVES), ROOMS: tryingTwice(ROOMS), UPLOADS: tryingTwice(UPLOADS) }
  c.env = { ...c.env, ...guards, ...objects }
  await next()
}

/** One breaker for each binding, for as long as this isolate lives: each finds out for itself. */
const breakers = new WeakMap<object, Breaker>()

function breakerOf(binding: object): Breaker {
  const breaker = breakers.get(binding) ?? new Breaker({ failures: BREAKER_FAILURES, openMs: BREAKER_OPEN_MS })
  breakers.set(binding, breaker)
  return breaker
}

const guardedIndex = (index: D1Database): D1Database => guarded(index, behind(index, 'index-unavailable'))
const guardedClips = (clips: R2Bucket): R2Bucket => guarded(clips, behind(clips, 'clip-unavailable'))

/** Throws the error of `code` in place of whatever the matter is, at once while the breaker is open. */
function behind(binding: object, code: 'index-unavailable' | 'clip-unavailable'): Through {
  const breaker = breakerOf(binding)
  return async (call) => {
    const permission = breaker.ask(Date.now())
    if (!permission.granted) {
      const headers = { 'retry-after': String(Math.ceil(permission.retryAfterMs / 1_000)) }
      throw new ApiError(code, { headers, cause: new Error('It has failed before, and is left alone for a moment.') })
    }
    try {
      const answer = await within(DEPENDENCY_WITHIN_MS, call())
      breaker.succeeded()
      return answer
    } catch (cause) {
      if (isAnswer(cause)) {
        breaker.succeeded()
        throw cause
      }
      breaker.failed(Date.now())
      throw new ApiError(code, { cause })
    }
  }
}

/** SQLite's refusal of a row is the index at work. */
const isAnswer = (error: unknown): boolean => error instanceof Error && error.message.includes('SQLITE_CONSTRAINT')
