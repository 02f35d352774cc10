/**
 * Tokens: the exchange of a link's secret for the right to be in its room for a while. A browser without an account
 * stays the same person by showing the credential that it was given the last time.
 */

import { waitUntil } from 'cloudflare:workers'
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { PersonId, TimeMs } from '../protocol/fields.ts'
import { Role } from '../protocol/roles.ts'
import { type Door, type StoredInvite, takePlace } from '../store/invites.ts'
import { doorLookup } from '../store/lookups.ts'
import { mintGuestCredential, newGuest, readGuestCredential } from '../tokens/guest-credential.ts'
import { mintParticipantToken, TOKEN_LIFETIME_MS } from '../tokens/participant-token.ts'
import { indexOfMatch } from '../tokens/secret-hash.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY } from './answers.ts'
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
})

const IssuedToken = v.object({
  token: v.pipe(v.string(), v.description('Goes in the Authorization header, or in the offer of a connection.')),
  expiresAtMs: v.pipe(TimeMs, v.description('Milliseconds since 1970. Exchange the link again before then.')),
  role: v.pipe(Role, v.description('What the link makes you: an owner may moderate.')),
  person: v.pipe(PersonId, v.description('Who you are to the others; the same with the same credential.')),
  guest: v.pipe(v.string(), v.description('Keep it in place of the one before, and send it with the next exchange.')),
  room: NamedRoom,
})

export const tokens = new Hono<ApiEnv>().post(
  '/rooms/:room/tokens',
  describeRoute({
    operationId: 'createToken',
    summary: 'Exchange a link for a token.',
    description:
      `The token is good for this room and ${TOKEN_LIFETIME_MS / 60_000} minutes. ` +
      'Its bearer may exchange the link again, any number of times.',
    responses: {
      200: answer('The token, and who you are with it.', IssuedToken),
      ...refusals(
        'unknown-room',
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
    const { secret, guest } = c.req.valid('json')
    const { door, invite } = await openedBy(c, secret, c.req.valid('param').room)
    const keys = readSigningKeys(c.env.TOKEN_KEYS)
    const nowMs = Date.now()
    const person = (await readGuestCredential(guest, keys, nowMs)) ?? newGuest()
    await requirePlace(c, invite, person)
    const { role, id: by } = invite
    const participant = { person, room: door.id, role, name: null, invite: by }
    const { token, expiresAtMs } = await mintParticipantToken(participant, keys, nowMs)
    const credential = await mintGuestCredential(person, keys, nowMs)
    const room = { id: door.id, name: door.name }
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

/** Of an invite for so many people, each takes one place, however often they come. */
async function requirePlace(c: ApiContext, { id, maxPeople }: StoredInvite, person: string): Promise<void> {
  if (maxPeople === null || (await takePlace(c.env.INDEX, id, person, Date.now()))) return
  throw new ApiError('invite-used-up')
}
