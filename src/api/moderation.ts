/**
 * What a moderator may do to people and to the room, asked for over HTTP: the same acts as on a connection
 * (docs/protocol.md, C12), by people instead of members' numbers, whether they are in the room or not.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { KeepDays } from '../protocol/clip.ts'
import { ClientId, EntryNumber, PersonId } from '../protocol/fields.ts'
import { GivenRole } from '../protocol/roles.ts'
import { randomId } from '../tokens/random-id.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY, TO_AN_ASKER, TO_AN_OUTSIDER } from './answers.ts'
import { granted, requireAsker } from './asker.ts'
import type { ApiEnv } from './context.ts'
import { checked, jsonBody, roomInPath } from './requests.ts'

const id = v.optional(
  v.pipe(ClientId, v.description('Makes it the same act when it is sent again: 22 base64url characters, random.')),
)
const person = v.pipe(PersonId, v.description('Whom it is done to, on whatever device.'))

const Act = v.variant('action', [
  v.object({ action: v.picklist(['mute', 'unmute', 'remove', 'ban', 'readmit']), person, id }),
  v.object({ action: v.literal('role'), person, role: GivenRole, id }),
  v.object({ action: v.picklist(['lock', 'unlock', 'unkeep', 'end']), id }),
  v.object({ action: v.literal('keep'), days: KeepDays, id }),
])

const Done = v.object({ number: v.pipe(EntryNumber, v.description('Where it stands in the room’s log.')) })

export const moderation = new Hono<ApiEnv>().post(
  '/rooms/:room/moderation',
  describeRoute({
    operationId: 'moderate',
    summary: 'Mute, remove, ban, give roles, lock, end.',
    description: 'It has taken effect, and stands in the room’s log, when it is answered.',
    security: [{ token: [] }, { key: [] }],
    responses: {
      200: answer('It is done.', Done),
      ...refusals(
        ...(['not-allowed', 'unknown-person', 'too-many-requests'] as const),
        ...TO_A_BODY,
        ...TO_AN_ASKER,
        ...TO_AN_OUTSIDER,
        ...ANYWHERE,
      ),
    },
  }),
  roomInPath,
  jsonBody,
  checked('json', Act),
  async (c) => {
    const { id: given, ...act } = c.req.valid('json')
    const { asker, name, archive } = await requireAsker(c, c.req.valid('param').room)
    const { number } = granted(await archive.moderate({ id: given ?? randomId(), by: { ...asker, name }, act }))
    return c.json({ number } satisfies v.InferOutput<typeof Done>)
  },
)
