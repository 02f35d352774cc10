/**
 * Tokens for the people of somebody else's app: its server vouches for them with its API key, and says who they are.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { Name, PersonId, RoomId, TimeMs } from '../protocol/fields.ts'
import { Role } from '../protocol/roles.ts'
import { mintParticipantToken, TOKEN_LIFETIME_MS } from '../tokens/participant-token.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY, TO_A_KEY } from './answers.ts'
import { requireKeyOf } from './asker.ts'
import type { ApiEnv } from './context.ts'
import { requireKey } from './key.ts'
import { keepWithin } from './limits.ts'
import { checked, jsonBody } from './requests.ts'

/** Whom this server names itself: guests by their credential, and keys. */
const RESERVED = /^(?:guest|key):/

/** An owner does what the scope `rooms` is for: invites, moderation, the room's end. */
const NO_OWNERS = 'A token for an owner needs the scope "rooms" as well. Use a key that has both, or another role.'

const NewToken = v.object({
  room: v.pipe(RoomId, v.description('A room that this key made, or that was handed over to it.')),
  person: v.pipe(
    PersonId,
    v.check((person) => !RESERVED.test(person), 'It does not begin with "guest:" or "key:".'),
    v.description('Who this is in your app: an id that stays the same. Everybody in the room sees it.'),
  ),
  role: v.optional(
    v.pipe(Role, v.description('What they come as; `owner` wants a key with the scope `rooms` as well.')),
    'speaker',
  ),
  name: v.optional(
    v.nullable(
      v.pipe(Name, v.description('The name that they have in the room, whatever they say; null: they say it.')),
    ),
    null,
  ),
})

const MintedToken = v.object({
  token: v.pipe(v.string(), v.description('Give it to this person’s device; it goes to `join`.')),
  expiresAtMs: v.pipe(TimeMs, v.description('Milliseconds since 1970. A connection outlives it.')),
})

export const serverTokens = new Hono<ApiEnv>().post(
  '/tokens',
  describeRoute({
    operationId: 'mintToken',
    summary: 'Mint a token for one of your people.',
    description: `For servers, with an API key. The token is good for one room and ${TOKEN_LIFETIME_MS / 60_000} minutes.`,
    security: [{ key: [] }],
    responses: {
      200: answer('The token.', MintedToken),
      ...refusals('unknown-room', ...TO_A_KEY, ...TO_A_BODY, ...ANYWHERE),
    },
  }),
  jsonBody,
  checked('json', NewToken),
  async (c) => {
    const participant = c.req.valid('json')
    const { asker } = await requireKeyOf(c, participant.room, 'tokens')
    if (participant.role === 'owner') await requireKey(c, 'rooms', NO_OWNERS)
    await keepWithin(c, 'RATE_KEY_TOKENS', asker.person)
    const keys = readSigningKeys(c.env.TOKEN_KEYS)
    const { token, expiresAtMs } = await mintParticipantToken({ ...participant, invite: null }, keys, Date.now())
    return c.json({ token, expiresAtMs } satisfies v.InferOutput<typeof MintedToken>)
  },
)
