/**
 * The outbox of a room, for its owner: talk that is on its way to being a clip, and talk that is stuck there.
 */

import { Hono } from 'hono'
import { describeRoute, validator } from 'hono-openapi'
import * as v from 'valibot'
import { ClipId } from '../protocol/clip.ts'
import { Count, Person, RoomId, TimeMs } from '../protocol/fields.ts'
import { ANYWHERE, answer, refusals, TO_A_TOKEN, TO_AN_OUTSIDER } from './answers.ts'
import { askerOf, granted } from './asker.ts'
import { requireBearer, tokenOf } from './bearer.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { roomInPath } from './requests.ts'

const OutboxItem = v.pipe(
  v.object({
    clip: ClipId,
    by: Person,
    startedAtMs: TimeMs,
    durationMs: Count,
    state: v.pipe(
      v.picklist(['open', 'sealed', 'stored', 'indexed']),
      v.description('How far it has come: still being spoken, over, in the storage, in the index.'),
    ),
    attempts: v.pipe(Count, v.description('How often the next step has failed.')),
    nextAttemptAtMs: v.nullable(TimeMs),
    failure: v.pipe(
      v.nullable(v.picklist(['clip', 'storage', 'index'])),
      v.description('What failed last: writing the file, the storage, or the index.'),
    ),
  }),
  v.metadata({ ref: 'OutboxItem' }),
)

const Outbox = v.object({
  waiting: v.pipe(v.array(OutboxItem), v.description('Goes on by itself.')),
  stuck: v.pipe(
    v.array(OutboxItem),
    v.description('Has failed for a day; without a next attempt, it waits until an owner has it tried again.'),
  ),
})

const StuckPath = v.object({
  room: v.pipe(RoomId, v.description('The room’s id.')),
  clip: v.pipe(ClipId, v.description('What is stuck.')),
})
const stuckInPath = validator('param', StuckPath, (result) => {
  if (!result.success) throw new ApiError('unknown-clip')
})

const look = new Hono<ApiEnv>().get(
  '/rooms/:room/outbox',
  describeRoute({
    operationId: 'getOutbox',
    summary: 'See which talk is not a clip yet.',
    description: 'For owners.',
    security: [{ token: [] }],
    responses: {
      200: answer('The outbox.', Outbox),
      ...refusals('not-allowed', ...TO_A_TOKEN, ...TO_AN_OUTSIDER, ...ANYWHERE),
    },
  }),
  roomInPath,
  async (c) => {
    const { room } = c.req.valid('param')
    const asker = await askerOf(c, await requireBearer(c, tokenOf(c), room))
    const { waiting, stuck } = granted(await c.env.ARCHIVES.getByName(room).outbox(asker))
    return c.json({ waiting, stuck } satisfies v.InferOutput<typeof Outbox>)
  },
)

const retry = new Hono<ApiEnv>().post(
  '/rooms/:room/outbox/:clip/retry',
  describeRoute({
    operationId: 'retryClip',
    summary: 'Try again to make a clip of what is stuck.',
    description: 'For owners. The body is not read.',
    security: [{ token: [] }],
    responses: {
      202: answer('It is being tried.', v.object({})),
      ...refusals('not-allowed', 'unknown-clip', ...TO_A_TOKEN, ...TO_AN_OUTSIDER, ...ANYWHERE),
    },
  }),
  stuckInPath,
  async (c) => {
    const { room, clip } = c.req.valid('param')
    const asker = await askerOf(c, await requireBearer(c, tokenOf(c), room))
    granted(await c.env.ARCHIVES.getByName(room).retry({ clip, asker }))
    return c.json({}, 202)
  },
)

export const outbox = new Hono<ApiEnv>().route('/', look).route('/', retry)
