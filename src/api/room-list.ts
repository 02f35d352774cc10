/**
 * The rooms of an API key, page by page: all of them, or those in which somebody is now. The index says where to look,
 * and the rooms themselves how many are there.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { Count, TimeMs } from '../protocol/fields.ts'
import { MAX_ROOMS } from '../protocol/limits.ts'
import { type ListedRoom, listRooms, type RoomCursor } from '../store/rooms.ts'
import { ANYWHERE, answer, refusals, TO_A_KEY } from './answers.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { requireKey } from './key.ts'
import { logError } from './log.ts'
import { checked, limitUpTo } from './requests.ts'
import { NamedRoom } from './rooms.ts'

/** Rooms that are asked at a time: six connections are open at once (platform limit), and some wait while others answer. */
const ASKED_AT_ONCE = 10

const Page = v.object({
  live: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.description(
        'With `true`, those rooms alone in which somebody is now; a page may then be shorter than asked for.',
      ),
    ),
  ),
  before: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,15}\.[\w-]{22}$/, 'A cursor is the `next` of a page.'),
      v.description('The `next` of the page before; without it, the newest.'),
    ),
  ),
  limit: limitUpTo(MAX_ROOMS, 'rooms'),
})

const RoomPage = v.object({
  rooms: v.pipe(
    v.array(
      v.object({
        ...NamedRoom.entries,
        createdAtMs: TimeMs,
        members: v.pipe(
          v.nullable(Count),
          v.description('How many are in it now, on however many devices; null: the room did not answer.'),
        ),
      }),
    ),
    v.description('Newest first.'),
  ),
  next: v.pipe(v.nullable(v.string()), v.description('What to ask for next; null when there are no more.')),
})
type RoomPage = v.InferOutput<typeof RoomPage>

export const roomList = new Hono<ApiEnv>().get(
  '/rooms',
  describeRoute({
    operationId: 'listRooms',
    summary: 'List the rooms of an API key.',
    security: [{ key: [] }],
    responses: {
      200: answer('A page of the rooms that this key made.', RoomPage),
      ...refusals('invalid-request', ...TO_A_KEY, ...ANYWHERE),
    },
  }),
  checked('query', Page),
  async (c) => {
    const { live, before, limit = MAX_ROOMS } = c.req.valid('query')
    const key = await requireKey(c, 'rooms')
    const at = before === undefined ? {} : { before: readCursor(before) }
    const found = await listRooms(c.env.INDEX, key.id, { ...at, limit: limit + 1, live: live === 'true' })
    const page = found.slice(0, limit)
    const counted = await headcounts(c, page)
    const rooms = page.map(({ id, name, createdAtMs }, at) => ({ id, name, createdAtMs, members: counted[at] ?? null }))
    const next = found.length > limit ? cursorOf(page.at(-1)) : null
    const shown = live === 'true' ? rooms.filter(({ members }) => members !== 0) : rooms
    return c.json({ rooms: shown, next } satisfies RoomPage)
  },
)

/** How many are in each of these rooms; a room that was empty when it was last heard of is not asked. */
async function headcounts(c: ApiContext, rooms: readonly ListedRoom[]): Promise<(number | null)[]> {
  const counts: (number | null)[] = []
  for (let from = 0; from < rooms.length; from += ASKED_AT_ONCE) {
    const some = rooms.slice(from, from + ASKED_AT_ONCE)
    counts.push(...(await Promise.all(some.map(({ id, live }) => (live ? headcount(c, id) : 0)))))
  }
  return counts
}

async function headcount(c: ApiContext, room: string): Promise<number | null> {
  try {
    return await c.env.ROOMS.getByName(room).headcount()
  } catch (error) {
    logError(c, error) // an object that is overloaded or out of reach; the others are listed all the same
    return null
  }
}

function readCursor(text: string): RoomCursor {
  const [createdAtMs = '', id = ''] = text.split('.')
  return { createdAtMs: Number(createdAtMs), id }
}

const cursorOf = (room: ListedRoom | undefined): string | null =>
  room === undefined ? null : `${room.createdAtMs}.${room.id}`
