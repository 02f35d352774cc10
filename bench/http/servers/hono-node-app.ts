/**
 * The four routes of the bench as somebody would write them for one machine: Hono, and SQLite in the same process. What
 * they take and answer is the same, secrets are hashed alike, and tokens are signed by Earshot's own code; there is no object for each room,
 * no rate limit and no network in between.
 */

import { createHash, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import * as v from 'valibot'
import { MAX_SPEAKERS, MaxSpeakers, Name } from '../../../src/protocol/fields.ts'
import type { Role } from '../../../src/protocol/roles.ts'
import { mintGuestCredential, newGuest, readGuestCredential } from '../../../src/tokens/guest-credential.ts'
import { checkParticipantToken, mintParticipantToken } from '../../../src/tokens/participant-token.ts'
import { randomId } from '../../../src/tokens/random-id.ts'
import { readSigningKeys } from '../../../src/tokens/signing-keys.ts'
import type { Database } from './hono-node-database.ts'

/** Signs nothing that anybody trusts. */
const KEYS = readSigningKeys('bench:dGhlIGJlbmNoZXMgc2lnbiB3aXRoIHRoaXMsIG5vYm9keSBlbHNlIGRvZXM')
const MAX_BODY_BYTES = 16_384
const MAX_PAGE = 100

const NewRoom = v.object({
  name: v.nullish(Name, null),
  maxSpeakers: v.optional(MaxSpeakers, MAX_SPEAKERS.unlessSaid),
  keepTalk: v.optional(v.boolean(), false),
})
const Exchange = v.object({ secret: v.string(), guest: v.optional(v.string()) })
const Limit = v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(MAX_PAGE))
const Before = v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(0))

export function honoNodeApp(database: Database): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('request-id', crypto.randomUUID())
    c.header('cache-control', 'no-store')
    c.header('x-content-type-options', 'nosniff')
  })
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }))
  app.post('/v1/rooms', async (c) => {
    const settings = checked(NewRoom, await c.req.json())
    const id = randomId()
    const [owner, guest] = [randomId(), randomId()]
    const links = [linkOf('owner', owner), linkOf('speaker', guest)]
    database.addRoom({ id, ...settings }, links)
    return c.json({ room: { id, name: settings.name }, ownerSecret: owner, guestSecret: guest }, 201)
  })
  app.post('/v1/rooms/:room/tokens', async (c) => {
    const { secret, guest } = checked(Exchange, await c.req.json())
    const room = database.room(c.req.param('room')) ?? refuse(404)
    const role = roleOf(secret, database.links(room.id)) ?? refuse(403)
    const nowMs = Date.now()
    const person = (await readGuestCredential(guest, KEYS, nowMs)) ?? newGuest()
    const bearer = { person, room: room.id, role, name: null, invite: null }
    const { token, expiresAtMs } = await mintParticipantToken(bearer, KEYS, nowMs)
    return c.json({ token, expiresAtMs, role, person, guest: await mintGuestCredential(person, KEYS, nowMs), room })
  })
  app.get('/v1/rooms/:room/clips', async (c) => {
    const room = await admitted(c, database)
    const limit = checked(Limit, c.req.query('limit') ?? String(MAX_PAGE))
    return c.json({ clips: database.clips(room, limit), next: null })
  })
  app.get('/v1/rooms/:room/entries', async (c) => {
    const room = await admitted(c, database)
    const limit = checked(Limit, c.req.query('limit') ?? String(MAX_PAGE))
    const before = checked(Before, c.req.query('before') ?? String(Number.MAX_SAFE_INTEGER))
    return c.json({ entries: database.entries(room, before, limit) })
  })
  return app
}

/** The room of the path, for whoever has a token for it and may be in it. */
async function admitted(c: Context, database: Database): Promise<string> {
  const [, token = refuse(401)] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  const reading = await checkParticipantToken(token, KEYS, Date.now())
  if (!reading.ok) return refuse(401)
  const { room, person } = reading.bearer
  if (room !== c.req.param('room')) return refuse(403)
  if (database.room(room) === undefined) return refuse(404)
  return database.isBanned(room, person) ? refuse(403) : room
}

const linkOf = (role: Role, secret: string) => ({ role, secretHash: hashOf(secret).toString('base64url') })

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Compares with every link, as Earshot does. */
function roleOf(secret: string, links: readonly { role: string; secretHash: string }[]) {
  const given = hashOf(secret)
  const matches = links.map(({ secretHash }) => timingSafeEqual(given, Buffer.from(secretHash, 'base64url')))
  return links.find((_, index) => matches[index])?.role as Role | undefined
}

function checked<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const read = v.safeParse(schema, value)
  return read.success ? read.output : refuse(400)
}

function refuse(status: 400 | 401 | 403 | 404): never {
  throw new HTTPException(status)
}
