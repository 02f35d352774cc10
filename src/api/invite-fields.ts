/**
 * Invites as the API takes and answers them.
 */

import * as v from 'valibot'
import { Count, Name, PersonId, TimeMs } from '../protocol/fields.ts'
import { Role } from '../protocol/roles.ts'
import { InviteId } from './requests.ts'

/** A year: whoever means longer means for ever. */
const MAX_EXPIRY_S = 366 * 86_400
/** Far more than a room admits at a time; who comes on another day counts too. */
const MAX_PEOPLE = 100_000

export const NewInvite = v.object({
  role: v.optional(v.pipe(Role, v.description('What those who come by it are.')), 'speaker'),
  label: v.optional(
    v.nullable(v.pipe(Name, v.description('What its maker calls it; who comes by it does not see it.'))),
    null,
  ),
  expiresInSeconds: v.optional(
    v.nullable(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(MAX_EXPIRY_S),
        v.description('After how many seconds it opens nothing any more; null: never.'),
      ),
    ),
    null,
  ),
  maxPeople: v.optional(
    v.nullable(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(MAX_PEOPLE),
        v.description('How many people may come by it, each of them as often as they like; null: any number.'),
      ),
    ),
    null,
  ),
})

/** Everything about an invite but its secret, which its maker alone was told. */
export const Invite = v.pipe(
  v.object({
    id: InviteId,
    role: Role,
    label: v.nullable(Name),
    createdAtMs: TimeMs,
    expiresAtMs: v.pipe(v.nullable(TimeMs), v.description('Null: never.')),
    maxPeople: v.pipe(v.nullable(Count), v.description('Null: any number.')),
    people: v.pipe(v.nullable(Count), v.description('How many have taken a place; null where any number may.')),
    revokedAtMs: v.pipe(v.nullable(TimeMs), v.description('Null: it was not.')),
    came: v.pipe(
      v.array(v.object({ person: PersonId, name: v.string(), firstSeenAtMs: TimeMs })),
      v.description('Who has been in the room and came by it the last time.'),
    ),
  }),
  v.metadata({ ref: 'Invite' }),
)
export type InviteAnswer = v.InferOutput<typeof Invite>
