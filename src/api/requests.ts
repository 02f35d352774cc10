/**
 * How a request is read: bodies are JSON of bounded size, and everything in a request is checked once, here, against
 * the schema that also documents it. What does not fit is refused with a sentence that names the field.
 */

import type { MiddlewareHandler, ValidationTargets } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { every } from 'hono/combine'
import { validator } from 'hono-openapi'
import * as v from 'valibot'
import { RoomId } from '../protocol/fields.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'

/** The largest request today, a link with a guest credential, has under 1 KiB. */
export const MAX_BODY_BYTES = 16_384

const JSON_TYPE = /^application\/json\s*(?:;|$)/i

const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new ApiError('too-large', { message: `The body has more than ${MAX_BODY_BYTES} bytes. Send less.` })
  },
})

/** A page of any origin may send text or a form without asking first; JSON it may not. */
const requireJson: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) throw new ApiError('not-json')
  await next()
}

/** Comes first on every route that takes a body. */
export const jsonBody = every(requireJson, limitBody)

/** Checks one part of a request against `schema`, and documents it. */
export const checked = <Target extends keyof ValidationTargets, Schema extends v.GenericSchema>(
  target: Target,
  schema: Schema,
) =>
  validator(target, schema, (result) => {
    if (!result.success) throw new ApiError('invalid-request', { message: sentenceOf(result.error) })
  })

const RoomPath = v.object({ room: v.pipe(RoomId, v.description('The room’s id, from its link.')) })

/** The `:room` of a path. An id of the wrong shape is no room's, and that is all there is to say about it. */
export const roomInPath = validator('param', RoomPath, (result) => {
  if (!result.success) throw new ApiError('unknown-room')
})

function sentenceOf(issues: readonly unknown[]): string {
  const [issue] = issues as [v.BaseIssue<unknown>] // Valibot found at least one, or it would have succeeded
  const field = v.getDotPath(issue)
  const fault = issue.message.endsWith('.') ? issue.message : `${issue.message}.`
  return field === null ? `The request is not valid: ${fault}` : `The value of "${field}" is not valid: ${fault}`
}
