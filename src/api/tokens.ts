/**
 * Tokens: the exchange of a link's secret for the right to be in its room for a while. A browser without an account
 * stays the same person by showing the credential that it was given the last time.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { PersonId, TimeMs } from '../protocol/fields.ts'
import { Role } from '../protocol/roles.ts'
import { findRoom, linksInto, type RoomLink } from '../store/rooms.ts'
import { mintGuestCredential, newGuest, readGuestCredential } from '../tokens/guest-credential.ts'
import { mintParticipantToken, TOKEN_LIFETIME_MS } from '../tokens/participant-token.ts'
import { indexOfMatch } from '../tokens/secret-hash.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY } from './answers.ts'
import type { ApiEnv } from './context.ts'
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
      'The link may be exchanged any number of times.',
    responses: {
      200: answer('The token, and who you are with it.', IssuedToken),
      ...refusals('unknown-room', 'wrong-secret', ...TO_A_BODY, ...ANYWHERE),
    },
  }),
  roomInPath,
  jsonBody,
  checked('json', Exchange),
  async (c) => {
    const { secret, guest } = c.req.valid('json')
    const { room, role } = await openedBy(secret, c.env.INDEX, c.req.valid('param').room)
    const keys = readSigningKeys(c.env.TOKEN_KEYS)
    const nowMs = Date.now()
    const person = (await readGuestCredential(guest, keys, nowMs)) ?? newGuest()
    const issued = await mintParticipantToken({ person, room: room.id, role, name: null, invite: null }, keys, nowMs)
    const credential = await mintGuestCredential(person, keys, nowMs)
    const { token, expiresAtMs } = issued
    return c.json({ token, expiresAtMs, role, person, guest: credential, room } satisfies v.InferOutput<
      typeof IssuedToken
    >)
  },
)

async function openedBy(
  secret: string,
  index: D1Database,
  id: string,
): Promise<{ room: v.InferOutput<typeof NamedRoom>; role: Role }> {
  const [room, links] = await Promise.all([findRoom(index, id), linksInto(index, id)])
  if (room === null) throw new ApiError('unknown-room')
  const role = await roleOf(secret, links)
  if (role === undefined) throw new ApiError('wrong-secret')
  return { room: { id: room.id, name: room.name }, role }
}

async function roleOf(secret: string, links: readonly RoomLink[]): Promise<Role | undefined> {
  const hashes = links.map(({ secretHash }) => secretHash)
  return links[await indexOfMatch(secret, hashes)]?.role
}
