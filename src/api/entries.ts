/**
 * Entries: the log of a room, page by page, for whoever scrolls back past what the connection replayed.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { EntryNumber } from '../protocol/fields.ts'
import { MAX_ENTRIES } from '../protocol/limits.ts'
import { Entry } from '../protocol/room-message.ts'
import { ANYWHERE, answer, refusals, TO_A_TOKEN } from './answers.ts'
import { askerOf } from './asker.ts'
import { requireBearer, tokenOf } from './bearer.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { checked, limitUpTo, roomInPath, WholeNumber } from './requests.ts'

const Page = v.object({
  before: v.optional(
    v.pipe(WholeNumber, EntryNumber, v.description('Answer entries below this number; without it, the newest.')),
  ),
  limit: limitUpTo(MAX_ENTRIES, 'entries'),
})

const EntryPage = v.object({
  entries: v.pipe(
    v.array(v.pipe(Entry, v.metadata({ ref: 'Entry' }))),
    v.description('In ascending order. Fewer than asked for: there are none before these.'),
  ),
})

export const entries = new Hono<ApiEnv>().get(
  '/rooms/:room/entries',
  describeRoute({
    operationId: 'listEntries',
    summary: 'Read a page of the room’s log.',
    description: 'Answers the newest entries below a number. To go back, ask again below the first number of the page.',
    security: [{ token: [] }],
    responses: {
      200: answer('A page of the log.', EntryPage),
      ...refusals('invalid-request', 'unknown-room', ...TO_A_TOKEN, 'removed', 'locked', ...ANYWHERE),
    },
  }),
  roomInPath,
  checked('query', Page),
  async (c) => {
    const { room } = c.req.valid('param')
    const { before, limit = MAX_ENTRIES } = c.req.valid('query')
    const asker = await askerOf(c, await requireBearer(c, tokenOf(c), room))
    const at = before === undefined ? {} : { before }
    const page = await c.env.ARCHIVES.getByName(room).page({ ...asker, ...at, limit })
    if (!page.ok) throw new ApiError(page.reason)
    return c.json({ entries: page.entries } satisfies v.InferOutput<typeof EntryPage>)
  },
)
