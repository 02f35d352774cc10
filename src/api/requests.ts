/**
 * How a request is read: bodies are of a declared type and bounded, and everything in a request is checked once, here, against
 * the schema that also documents it. What does not fit is refused with a sentence that names the field.
 */

import type { MiddlewareHandler, ValidationTargets } from 'hono'
import { every } from 'hono/combine'
import { validator } from 'hono-openapi'
import * as v from 'valibot'
import { ClipId } from '../protocol/clip.ts'
import { RoomId, random128Bits } from '../protocol/fields.ts'
import { BODY_WITHIN_MS, MAX_BODY_BYTES } from '../protocol/limits.ts'
import { type BodyBounds, wholeBody } from './body.ts'
import type { ApiEnv } from './context.ts'
import type { ApiErrorCode } from './error-codes.ts'
import { ApiError } from './errors.ts'
import { faultSentence } from './fault-sentence.ts'

const JSON_TYPE = /^application\/json\s*(?:;|$)/i
const BYTES_TYPE = /^application\/octet-stream\s*(?:;|$)/i

/** A page of any origin may send text or a form without asking first; JSON or bytes it may not. */
const requireType =
  (type: RegExp, refusal: ApiErrorCode): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (!type.test(c.req.header('content-type') ?? '')) throw new ApiError(refusal)
    await next()
  }

/** Comes first on every route that takes JSON. */
export const jsonBody = every(
  requireType(JSON_TYPE, 'not-json'),
  wholeBody({ maxBytes: MAX_BODY_BYTES, withinMs: BODY_WITHIN_MS }),
)

/** Comes first on every route that takes bytes. */
export const bytesBody = (bounds: BodyBounds) => every(requireType(BYTES_TYPE, 'not-audio'), wholeBody(bounds))

/** Checks one part of a request against `schema`, and documents it. */
export const checked = <Target extends keyof ValidationTargets, Schema extends v.GenericSchema>(
  target: Target,
  schema: Schema,
) =>
  validator(target, schema, (result) => {
    if (!result.success) throw new ApiError('invalid-request', { message: faultSentence(result.error) })
  })

const RoomPath = v.object({ room: v.pipe(RoomId, v.description('The room’s id, from its link.')) })

/** The `:room` of a path. An id of the wrong shape is no room's, and that is all there is to say about it. */
export const roomInPath = validator('param', RoomPath, (result) => {
  if (!result.success) throw new ApiError('unknown-room')
})

const ClipPath = v.object({ clip: v.pipe(ClipId, v.description('The clip’s id, from the log or a list of clips.')) })

/** The `:clip` of a path; again, no id is no clip's. */
export const clipInPath = validator('param', ClipPath, (result) => {
  if (!result.success) throw new ApiError('unknown-clip')
})

export const InviteId = random128Bits('An invite id')
const InvitePath = v.object({
  ...RoomPath.entries,
  invite: v.pipe(InviteId, v.description('The invite’s id, from the list of invites.')),
})

/** The `:room` and the `:invite` of a path; again, no id is no invite's. */
export const inviteInPath = validator('param', InvitePath, (result) => {
  if (!result.success) throw new ApiError('unknown-invite')
})

/** A number in a path or a query. Digits alone: `Number` would also take an empty text, an exponent, or another base. */
export const WholeNumber = v.pipe(
  v.string(),
  v.check((text) => /^\d+$/.test(text), 'A whole number is expected.'),
  v.transform(Number),
  v.number(),
)

/** How many to answer at most, of what there are `most` of in a page. */
export const limitUpTo = (most: number, what: string) =>
  v.optional(
    v.pipe(
      WholeNumber,
      v.integer(),
      v.minValue(1),
      v.maxValue(most),
      v.description(`How many ${what} at most; without it, ${most}.`),
    ),
  )
