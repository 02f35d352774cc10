/**
 * People of a room: who has been there, by which invite, and who is kept out. For those who decide about them.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { Name, PersonId, TimeMs } from '../protocol/fields.ts'
import { Role } from '../protocol/roles.ts'
import { ANYWHERE, answer, refusals, TO_AN_ASKER, TO_AN_OUTSIDER } from './answers.ts'
import { granted, requireAsker } from './asker.ts'
import type { ApiEnv } from './context.ts'
import { roomInPath } from './requests.ts'

const KnownPerson = v.pipe(
  v.object({
    person: PersonId,
    name: v.pipe(Name, v.description('What they called themselves last.')),
    role: v.pipe(Role, v.description('What they are in this room now, or would be if they came.')),
    invite: v.pipe(v.nullable(v.string()), v.description('The invite that they came by last; null: an API key.')),
    firstSeenAtMs: TimeMs,
    lastSeenAtMs: TimeMs,
    silenced: v.pipe(v.boolean(), v.description('Muted by a moderator.')),
    removed: v.pipe(v.boolean(), v.description('Removed or banned, and not let in.')),
    networkKeptOutUntilMs: v.pipe(
      v.nullable(TimeMs),
      v.description('Until when newcomers from where they are are kept out; null: they are not.'),
    ),
  }),
  v.metadata({ ref: 'KnownPerson' }),
)

const People = v.object({ people: v.array(KnownPerson) })

export const people = new Hono<ApiEnv>().get(
  '/rooms/:room/people',
  describeRoute({
    operationId: 'listPeople',
    summary: 'List who has been in a room.',
    description:
      'Those who were seen last come first, 1,000 at most. For owners, moderators, and the API key that made the room.',
    security: [{ token: [] }, { key: [] }],
    responses: {
      200: answer('The people.', People),
      ...refusals('not-allowed', ...TO_AN_ASKER, ...TO_AN_OUTSIDER, ...ANYWHERE),
    },
  }),
  roomInPath,
  async (c) => {
    const { asker, archive } = await requireAsker(c, c.req.valid('param').room)
    const { people: known } = granted(await archive.people(asker))
    return c.json({ people: known } satisfies v.InferOutput<typeof People>)
  },
)
