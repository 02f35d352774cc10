/**
 * Tokens: the exchange of a link's secret for the right to be in its room for a while. A browser without an account
 * stays the same person by showing the credential that it was given the last time.
 */

import { waitUntil } from 'cloudflare:workers'
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { Count, PersonId, TimeMs } from '../protocol/fields.ts'
import { Role } from '../protocol/roles.ts'
import { type Door, hasPlace, type StoredInvite, takePlace } from '../store/invites.ts'
import { doorLookup } from '../store/lookups.ts'
import { mintGuestCredential, newGuest, readGuestCredential } from '../tokens/guest-credential.ts'
import { mintParticipantToken, TOKEN_LIFETIME_MS } from '../tokens/participant-token.ts'
import { indexOfMatch } from '../tokens/secret-hash.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY, TO_AN_OUTSIDER } from './answers.ts'
import { askerOf, granted } from './asker.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { checked, jsonBody, roomInPath } from './requests.ts'
import { NamedRoom } from './rooms.ts'

const Exchange = v.object({
  secret: v.pipe(v.string(), v.description('The secret in the fragment of the link.')),
  guest: v.optional(
    v.pipe(
      v.string(),
      v.description(
        'The credential of the last answer. Without it, or if it is no longer valid, you are somebody new.',
      ),
    ),
  ),
  look: v.optional(
    v.pipe(v.boolean(), v.description('True: only say what the link does. Nobody comes in, and no place is taken.')),
    false,
  ),
})

const IssuedToken = v.object({
  token: v.pipe(v.string(), v.description('Goes in the Authorization header, or in the offer of a connection.')),
  expiresAtMs: v.pipe(TimeMs, v.description('Milliseconds since 1970. Exchange the link again before then.')),
  role: v.pipe(Role, v.description('What the link makes you: an owner may moderate.')),
  person: v.pipe(PersonId, v.description('Who you are to the others; the same with the same credential.')),
  guest: v.pipe(v.string(), v.description('Keep it in place of the one before, and send it with the next exchange.')),
  room: NamedRoom,
})

const SeenLink = v.object({
  room: NamedRoom,
  role: v.pipe(
    Role,
    v.description('What you would be in the room: what the link makes you, or what you were made there.'),
  ),
  invite: v.object({
    role: v.pipe(Role, v.description('What the link makes of whoever comes by it.')),
    expiresAtMs: v.pipe(
      v.nullable(TimeMs),
      v.description('Nobody comes by the link from then on; null: it never ends.'),
    ),
    maxPeople: v.nullable(v.pipe(Count, v.description('How many people may come by the link; null: as many as like.'))),
  }),
})

const Answer = v.union([IssuedToken, SeenLink])

export const tokens = new Hono<ApiEnv>().post(
  '/rooms/:room/tokens',
  describeRoute({
    operationId: 'createToken',
    summary: 'Exchange a link for a token.',
    description:
      `The token is good for this room and ${TOKEN_LIFETIME_MS / 60_000} minutes. ` +
      'Its bearer may exchange the link again, any number of times. With `look`, what the link does is answered in ' +
      'place of a token, or why it does nothing for you.',
    responses: {
      200: answer('The token, and who you are with it; or, with `look`, what the link does.', Answer),
      ...refusals(
        ...TO_AN_OUTSIDER,
        'wrong-secret',
        'invite-expired',
        'invite-used-up',
        'invite-revoked',
        ...TO_A_BODY,
        ...ANYWHERE,
      ),
    },
  }),
  roomInPath,
  jsonBody,
  checked('json', Exchange),
  async (c) => {
    const { secret, guest, look } = c.req.valid('json')
    const { door, invite } = await openedBy(c, secret, c.req.valid('param').room)
    const keys = readSigningKeys(c.env.TOKEN_KEYS)
    const nowMs = Date.now()
    const person = (await readGuestCredential(guest, keys, nowMs)) ?? newGuest()
    const room = { id: door.id, name: door.name }
    if (look) return c.json(await seen(c, room, invite, person))
    await requirePlace(c, room.id, invite, person)
    const { role, id: by } = invite
    const participant = { person, room: room.id, role, name: null, invite: by }
    const { token, expiresAtMs } = await mintParticipantToken(participant, keys, nowMs)
    const credential = await mintGuestCredential(person, keys, nowMs)
    return c.json({ token, expiresAtMs, role, person, guest: credential, room } satisfies v.InferOutput<
      typeof IssuedToken
    >)
  },
)

/** The invite whose link has this secret, if it still opens the room. Why it does not is told to who has the secret alone. */
async function openedBy(c: ApiContext, secret: string, id: string): Promise<{ door: Door; invite: StoredInvite }> {
  const door = await doorLookup.find(c.env.INDEX, id, waitUntil)
  if (door === null) throw new ApiError('unknown-room')
  const hashes = door.invites.map(({ secretHash }) => secretHash)
  const invite = door.invites[await indexOfMatch(secret, hashes)]
  if (invite === undefined) throw new ApiError('wrong-secret')
  if (invite.revokedAtMs !== null) throw new ApiError('invite-revoked')
  if (invite.expiresAtMs !== null && invite.expiresAtMs <= Date.now()) throw new ApiError('invite-expired')
  return { door, invite }
}

/** What the link does for this person, who is told so before they come in. */
async function seen(
  c: ApiContext,
  room: v.InferOutput<typeof NamedRoom>,
  invite: StoredInvite,
  person: string,
): Promise<v.InferOutput<typeof SeenLink>> {
  const { id, role: makes, expiresAtMs, maxPeople } = invite
  const role = await requireEntry(c, room.id, makes, person)
  if (maxPeople !== null && !(await hasPlace(c.env.INDEX, id, person))) throw new ApiError('invite-used-up')
  return { room, role, invite: { role: makes, expiresAtMs, maxPeople } }
}

/** Of an invite for so many people, each who may come in takes one place, however often they come. */
async function requirePlace(c: ApiContext, room: string, invite: StoredInvite, person: string): Promise<void> {
  const { id, role, maxPeople } = invite
  if (maxPeople === null) return
  await requireEntry(c, room, role, person)
  if (!(await takePlace(c.env.INDEX, id, person, Date.now()))) throw new ApiError('invite-used-up')
}

/** What the person would be in the room, where its Archive lets them in. */
async function requireEntry(c: ApiContext, room: string, comesAs: Role, person: string): Promise<Role> {
  const asker = await askerOf(c, { person, role: comesAs, room })
  const { role } = granted(await c.env.ARCHIVES.getByName(room).settings(asker))
  return role
}
