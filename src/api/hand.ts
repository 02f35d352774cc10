/**
 * A raised hand over HTTP: for a client that has no connection of its own at the moment, such as a page beside the
 * room. It is in no log; the room alone knows of it (docs/protocol.md, C39).
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { PersonId } from '../protocol/fields.ts'
import { ANYWHERE, refusals, TO_A_BODY, TO_A_TOKEN, TO_AN_OUTSIDER } from './answers.ts'
import { askerOf, granted } from './asker.ts'
import { requireBearer, tokenOf } from './bearer.ts'
import type { ApiEnv } from './context.ts'
import { checked, jsonBody, roomInPath } from './requests.ts'

const Hand = v.object({
  raised: v.boolean(),
  person: v.optional(v.pipe(PersonId, v.description('Whose hand an owner or moderator lowers; your own unless said.'))),
})

export const hand = new Hono<ApiEnv>().put(
  '/rooms/:room/hand',
  describeRoute({
    operationId: 'setHand',
    summary: 'Raise a hand, or lower it.',
    description: 'It holds while this person is in the room; when they are not, nothing happens.',
    security: [{ token: [] }],
    responses: {
      204: { description: 'Everybody in the room is told.' },
      ...refusals('not-allowed', 'too-many-requests', ...TO_A_BODY, ...TO_A_TOKEN, ...TO_AN_OUTSIDER, ...ANYWHERE),
    },
  }),
  roomInPath,
  jsonBody,
  checked('json', Hand),
  async (c) => {
    const { room } = c.req.valid('param')
    const asker = await askerOf(c, await requireBearer(c, tokenOf(c), room))
    const { raised, person = asker.person } = c.req.valid('json')
    granted(await c.env.ARCHIVES.getByName(room).mayRaise({ asker, raised, person }))
    await c.env.ROOMS.getByName(room).raise({ person, raised })
    return c.body(null, 204)
  },
)
