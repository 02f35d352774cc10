/**
 * Rooms: making one. Whoever makes a room gets the secrets of its two links, once; the server keeps their hashes.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { KeepDays } from '../protocol/clip.ts'
import { LinkSecret, MAX_SPEAKERS, MaxSpeakers, Name, RoomId } from '../protocol/fields.ts'
import type { Role } from '../protocol/roles.ts'
import { addRoom, findRoom, type RoomLink } from '../store/rooms.ts'
import { looksLikeApiKey } from '../tokens/api-key.ts'
import { hashSecret } from '../tokens/secret-hash.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY } from './answers.ts'
import { tokenOf } from './bearer.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { idempotencyHeader, type Making, makingOf } from './idempotency.ts'
import { type BearerKey, requireKey } from './key.ts'
import { keepWithin } from './limits.ts'
import { checked, jsonBody } from './requests.ts'

const NewRoom = v.object({
  name: v.nullish(v.pipe(Name, v.description('What everybody in the room sees as its name.'))),
  maxSpeakers: v.optional(
    v.pipe(MaxSpeakers, v.description('How many members are heard at a time.')),
    MAX_SPEAKERS.unlessSaid,
  ),
  keepTalk: v.optional(v.pipe(v.boolean(), v.description('Whether the talk of those who agree becomes clips.')), false),
  keepDays: v.optional(
    v.pipe(KeepDays, v.description('For how many days clips stay; null: until somebody deletes them.')),
    null,
  ),
})
type NewRoom = v.InferOutput<typeof NewRoom>

/** A room as the API answers it. */
export const NamedRoom = v.pipe(
  v.object({
    id: v.pipe(RoomId, v.description('Unguessable; part of every link into the room.')),
    name: v.pipe(v.nullable(Name), v.description('Null when it was made without one.')),
  }),
  v.metadata({ ref: 'Room' }),
)

const CreatedRoom = v.object({
  room: NamedRoom,
  ownerSecret: v.pipe(LinkSecret, v.description('Whoever has it may exchange it for an owner’s token.')),
  guestSecret: v.pipe(LinkSecret, v.description('Whoever has it may exchange it for a guest’s token.')),
})
type CreatedRoom = v.InferOutput<typeof CreatedRoom>

export const rooms = new Hono<ApiEnv>().post(
  '/rooms',
  describeRoute({
    operationId: 'createRoom',
    summary: 'Make a room.',
    description:
      'Answers the room and the secrets of its two links. They are shown this once: the server keeps only their ' +
      'hashes. Put a secret into the fragment of a link, which browsers send to nobody. A room that an API key ' +
      'made is the key’s to list, run and delete.',
    security: [{}, { key: [] }],
    responses: {
      201: answer('The room exists.', CreatedRoom),
      ...refusals(
        ...(['rooms-closed', 'key-invalid', 'key-scope', 'idempotency-mismatch', 'room-deleted'] as const),
        ...TO_A_BODY,
        ...ANYWHERE,
      ),
    },
  }),
  jsonBody,
  idempotencyHeader,
  checked('json', NewRoom),
  async (c) => {
    const key = await makerOf(c)
    const wish = c.req.valid('json')
    const making = await makingOf(c, key === null ? 'anybody' : `key:${key.id}`, ['createRoom', wish])
    return c.json((await makeRoom(c.env, wish, key, making)) satisfies CreatedRoom, 201)
  },
)

/** The key that makes a room; null: somebody without one, where the operator lets them. */
async function makerOf(c: ApiContext): Promise<BearerKey | null> {
  if (looksLikeApiKey(tokenOf(c) ?? '')) {
    const key = await requireKey(c, 'rooms')
    await keepWithin(c, 'RATE_KEY_ROOMS', key.id)
    return key
  }
  if (c.env.ANYONE_MAY_CREATE_ROOMS !== 'true') throw new ApiError('rooms-closed')
  return null
}

/** The Archive first: a room that the index knows then has its Archive, whatever fails between the two. */
async function makeRoom(env: Env, wish: NewRoom, key: BearerKey | null, making: Making): Promise<CreatedRoom> {
  const room = { id: await making.secret('room'), name: wish.name ?? null }
  const owner = await linkOf(making, 'owner')
  const guest = await linkOf(making, 'speaker')
  if (!making.isDone) {
    const createdAtMs = making.atMs
    await env.ARCHIVES.getByName(room.id).create({ ...wish, room: room.id, name: room.name, createdAtMs })
    const indexed = { ...room, apiKey: key?.id ?? null, createdAtMs }
    await addRoom(env.INDEX, indexed, [owner.link, guest.link], making.done())
  } else if ((await findRoom(env.INDEX, room.id)) === null) throw new ApiError('room-deleted')
  return { room, ownerSecret: owner.secret, guestSecret: guest.secret }
}

async function linkOf(making: Making, role: Role): Promise<{ secret: string; link: RoomLink }> {
  const secret = await making.secret(`secret of ${role}`)
  return { secret, link: { id: await making.secret(`invite of ${role}`), role, secretHash: await hashSecret(secret) } }
}
