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

/** An action, and what it does. */
const act = <Action extends string>(action: Action, what: string) => v.pipe(v.literal(action), v.description(what))

const Act = v.variant('action', [
  v.object({
    action: act('mute', 'The room drops what they say until `unmute`, also when they come back.'),
    person,
    id,
  }),
  v.object({ action: act('unmute', 'They are heard again.'), person, id }),
  v.object({
    action: act(
      'remove',
      'They are sent out, and not let in again by any link, until `readmit`. A guest who gives up their credential, as ' +
        'another browser does, comes as somebody new: `ban` is for those.',
    ),
    person,
    id,
  }),
  v.object({
    action: act(
      'ban',
      'As `remove`; and for 24 hours nobody new is let in from the addresses that their devices are at. Who has been in ' +
        'the room before is, from there too.',
    ),
    person,
    id,
  }),
  v.object({
    action: act(
      'readmit',
      'Ends `remove` and `ban`, for their addresses too: they may come again. A role that they had been given is gone.',
    ),
    person,
    id,
  }),
  v.object({
    action: act('role', 'They have this role in this room from now on, whatever their tokens say.'),
    person,
    role: GivenRole,
    id,
  }),
  v.object({
    action: act(
      'lock',
      'Nobody new is let in until `unlock`. Who is in, or left within the last 10 minutes, and owners can come back.',
    ),
    id,
  }),
  v.object({ action: act('unlock', 'New people are let in again.'), id }),
  v.object({
    action: act('keep', 'Talk of those who agree becomes clips from now on.'),
    days: v.pipe(
      KeepDays,
      v.description('For so many days from when it was said; null: until it is deleted. It holds for older clips too.'),
    ),
    id,
  }),
  v.object({ action: act('unkeep', 'No more talk is kept from now on. The clips that there are stay.'), id }),
  v.object({
    action: act('end', 'Everybody is sent out. The room stays, and its links lead into it again.'),
    id,
  }),
])

const Done = v.object({ number: v.pipe(EntryNumber, v.description('Where it stands in the room’s log.')) })

export const moderation = new Hono<ApiEnv>().post(
  '/rooms/:room/moderation',
  describeRoute({
    operationId: 'moderate',
    summary: 'Mute, remove, ban, give roles, lock, end.',
    description:
      'It has taken effect, and stands in the room’s log, when it is answered. People who have been in the room can be ' +
      'acted upon, whether they are in it now or not; others are `unknown-person`. Nobody does anything to an owner.',
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
