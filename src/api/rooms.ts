/**
 * Rooms: making one. Whoever makes a room gets the secrets of its two links, once; the server keeps their hashes.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import type { NewRoom as ArchivedRoom } from '../../durable-objects/archive-tables.ts'
import { KeepDays } from '../protocol/clip.ts'
import { LinkSecret, MAX_SPEAKERS, MaxSpeakers, Name, RoomId } from '../protocol/fields.ts'
import type { Role } from '../protocol/roles.ts'
import { addRoom, type RoomLink } from '../store/rooms.ts'
import { randomId } from '../tokens/random-id.ts'
import { hashSecret } from '../tokens/secret-hash.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY } from './answers.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
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

export const rooms = new Hono<ApiEnv>().post(
  '/rooms',
  describeRoute({
    operationId: 'createRoom',
    summary: 'Make a room.',
    description:
      'Answers the room and the secrets of its two links. They are shown this once: the server keeps only their ' +
      'hashes. Put a secret into the fragment of a link, which browsers send to nobody.',
    responses: { 201: answer('The room exists.', CreatedRoom), ...refusals('rooms-closed', ...TO_A_BODY, ...ANYWHERE) },
  }),
  jsonBody,
  checked('json', NewRoom),
  async (c) => {
    if (c.env.ANYONE_MAY_CREATE_ROOMS !== 'true') throw new ApiError('rooms-closed')
    const { name, ...settings } = c.req.valid('json')
    const created = await createRoom(c.env, { name: name ?? null, ...settings, createdAtMs: Date.now() })
    return c.json(created, 201)
  },
)

/** The Archive first: a room that the index knows then has its Archive, whatever fails between the two. */
async function createRoom(env: Env, settings: Omit<ArchivedRoom, 'room'>): Promise<v.InferOutput<typeof CreatedRoom>> {
  const { name, createdAtMs } = settings
  const id = randomId()
  const owner = await newLink('owner')
  const guest = await newLink('speaker')
  await env.ARCHIVES.getByName(id).create({ room: id, ...settings })
  await addRoom(env.INDEX, { id, name, apiKey: null, createdAtMs }, [owner.link, guest.link])
  return { room: { id, name }, ownerSecret: owner.secret, guestSecret: guest.secret }
}

async function newLink(role: Role): Promise<{ secret: string; link: RoomLink }> {
  const secret = randomId()
  return { secret, link: { id: randomId(), role, secretHash: await hashSecret(secret) } }
}
