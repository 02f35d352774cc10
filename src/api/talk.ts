/**
 * Talk that could not be kept over its connection: said while there was none, or sent and not confirmed before it broke.
 * It goes straight to the Archive and is passed on to nobody.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import type { PostRefusal } from '../archive/clip-answers.ts'
import { Count, SessionId, Slot } from '../protocol/fields.ts'
import { MAX_POST_BYTES, POST_WITHIN_MS } from '../protocol/limits.ts'
import { ANYWHERE, answer, refusals, TO_A_TOKEN } from './answers.ts'
import { requireBearer, tokenOf } from './bearer.ts'
import type { ApiEnv } from './context.ts'
import type { ApiErrorCode } from './error-codes.ts'
import { ApiError, tooFast } from './errors.ts'
import { bytesBody, checked, roomInPath } from './requests.ts'

const Session = v.object({
  'earshot-session': v.pipe(SessionId, v.description('The session in which it was said.')),
})

const Ending = v.object({
  end: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.description('With `true`, that session is over, and what it was saying ends with this.'),
    ),
  ),
})

const Stored = v.object({
  kept: v.pipe(
    v.nullable(v.object({ from: Slot, to: Slot })),
    v.description('Everything sent with a slot from here to there, both included, is stored; null: nothing was sent.'),
  ),
  stored: v.pipe(Count, v.description('How many packets were new.')),
})

const TO_TALK: readonly ApiErrorCode[] = [
  'invalid-request',
  'malformed-audio',
  'not-allowed',
  'not-kept',
  'silenced',
  'session-elsewhere',
  'unknown-session',
  'too-large',
  'timed-out',
  'not-audio',
]

export const talk = new Hono<ApiEnv>().post(
  '/rooms/:room/talk',
  describeRoute({
    operationId: 'postTalk',
    summary: 'Hand in talk that a broken connection left unkept.',
    description:
      'The body is audio packets back to back, as docs/protocol.md describes them, with speaker 0. Sending what is ' +
      'stored already changes nothing.',
    security: [{ token: [] }],
    requestBody: {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    responses: {
      200: answer('It is stored.', Stored),
      ...refusals(...TO_TALK, ...TO_A_TOKEN, 'unknown-room', 'removed', ...ANYWHERE),
    },
  }),
  roomInPath,
  bytesBody({ maxBytes: MAX_POST_BYTES, withinMs: POST_WITHIN_MS }),
  checked('header', Session),
  checked('query', Ending),
  async (c) => {
    const { room } = c.req.valid('param')
    const { person, role } = await requireBearer(c, tokenOf(c), room)
    const { 'earshot-session': session } = c.req.valid('header')
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const end = c.req.valid('query').end === 'true'
    const posted = await c.env.ARCHIVES.getByName(room).post({ person, role, session, bytes, end })
    if (!posted.ok) throw posted.reason === 'too-fast' ? tooFast(posted.retryAfterMs) : refusalOf(posted.reason)
    const { kept, stored } = posted
    return c.json({ kept, stored } satisfies v.InferOutput<typeof Stored>)
  },
)

/** Whatever is wrong with the packets is one error to a program; the sentence says which rule they break. */
function refusalOf(reason: PostRefusal): ApiError {
  switch (reason) {
    case 'unknown-room':
    case 'removed':
    case 'not-allowed':
    case 'not-kept':
    case 'silenced':
    case 'unknown-session':
      return new ApiError(reason)
    case 'session-of-another':
      return new ApiError('session-elsewhere')
    default:
      return new ApiError('malformed-audio', {
        message: `The body is not made of audio packets (${reason}). Compare it with docs/protocol.md, section 5.`,
      })
  }
}
