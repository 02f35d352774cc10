/**
 * One room: how it is set and how many are in it; and its end. The Archive decides who may.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { Count } from '../protocol/fields.ts'
import { RoomSettings } from '../protocol/room-message.ts'
import { doorLookup } from '../store/lookups.ts'
import { ANYWHERE, answer, refusals, TO_AN_ASKER, TO_AN_OUTSIDER } from './answers.ts'
import { granted, requireAsker } from './asker.ts'
import type { ApiEnv } from './context.ts'
import { roomInPath } from './requests.ts'
import { NamedRoom } from './rooms.ts'

const SeenRoom = v.object({
  room: NamedRoom,
  settings: v.pipe(RoomSettings, v.metadata({ ref: 'RoomSettings' })),
  members: v.pipe(Count, v.description('How many are in it now, on however many devices.')),
})

export const room = new Hono<ApiEnv>()
  .get(
    '/rooms/:room',
    describeRoute({
      operationId: 'getRoom',
      summary: 'See how a room is set, and how many are in it.',
      security: [{ token: [] }, { key: [] }],
      responses: {
        200: answer('The room.', SeenRoom),
        ...refusals(...TO_AN_ASKER, ...TO_AN_OUTSIDER, ...ANYWHERE),
      },
    }),
    roomInPath,
    async (c) => {
      const { room: id } = c.req.valid('param')
      const { asker, archive } = await requireAsker(c, id)
      const { room: settings } = granted(await archive.settings(asker))
      const members = await c.env.ROOMS.getByName(id).headcount()
      return c.json({ room: { id, name: settings.name }, settings, members } satisfies v.InferOutput<typeof SeenRoom>)
    },
  )
  .delete(
    '/rooms/:room',
    describeRoute({
      operationId: 'deleteRoom',
      summary: 'Delete a room with all that it holds.',
      description:
        'For its owner. Everybody in it is sent out at once; its log, its clips and its links go for ever, and ' +
        'whatever cannot be erased just now is erased as soon as it can be.',
      security: [{ token: [] }, { key: [] }],
      responses: {
        204: { description: 'The room is gone.' },
        ...refusals('not-allowed', ...TO_AN_ASKER, ...TO_AN_OUTSIDER, ...ANYWHERE),
      },
    }),
    roomInPath,
    async (c) => {
      const { room: id } = c.req.valid('param')
      const { asker, archive } = await requireAsker(c, id)
      granted(await archive.destroy(asker))
      await doorLookup.forget(id)
      return c.body(null, 204)
    },
  )
