/**
 * What somebody has missed in a room, for a page that shows several rooms and is in none of them.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { Count, EntryNumber } from '../protocol/fields.ts'
import { ANYWHERE, answer, refusals, TO_A_TOKEN, TO_AN_OUTSIDER } from './answers.ts'
import { askerOf, granted } from './asker.ts'
import { requireBearer, tokenOf } from './bearer.ts'
import type { ApiEnv } from './context.ts'
import { roomInPath } from './requests.ts'

const Unread = v.object({
  texts: v.pipe(Count, v.description('Texts of others since you were last there.')),
  clips: v.pipe(Count, v.description('Clips of others, voice messages among them, that you have not listened to.')),
  lastEntry: v.pipe(EntryNumber, v.description('Number of the last entry of the log; 0 when it is empty.')),
})

export const unread = new Hono<ApiEnv>().get(
  '/rooms/:room/unread',
  describeRoute({
    operationId: 'getUnread',
    summary: 'Count what you have missed in a room.',
    description: 'Of the newest 200 entries of its log.',
    security: [{ token: [] }],
    responses: {
      200: answer('What there is of it.', Unread),
      ...refusals(...TO_A_TOKEN, ...TO_AN_OUTSIDER, ...ANYWHERE),
    },
  }),
  roomInPath,
  async (c) => {
    const { room } = c.req.valid('param')
    const asker = await askerOf(c, await requireBearer(c, tokenOf(c), room))
    const { texts, clips, lastEntry } = granted(await c.env.ARCHIVES.getByName(room).unread(asker))
    return c.json({ texts, clips, lastEntry } satisfies v.InferOutput<typeof Unread>)
  },
)
