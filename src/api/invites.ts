/**
 * Invites: the links into a room. Its owner makes them, sees who came by which, and takes them back. Who has come stays:
 * an invite opens the door, it does not keep anybody in.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import type { KnownPerson } from '../archive/door-answers.ts'
import { LinkSecret } from '../protocol/fields.ts'
import { addInvite, findDoor, type Invite as KnownInvite, placesTaken, revokeInvite } from '../store/invites.ts'
import { doorLookup } from '../store/lookups.ts'
import { hashSecret } from '../tokens/secret-hash.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY, TO_AN_ASKER, TO_AN_OUTSIDER } from './answers.ts'
import { granted, type NamedAsking, requireAsker } from './asker.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { idempotencyHeader, type Making, makingOf } from './idempotency.ts'
import { Invite, type InviteAnswer, NewInvite } from './invite-fields.ts'
import { checked, inviteInPath, jsonBody, roomInPath } from './requests.ts'

const InviteList = v.object({ invites: v.pipe(v.array(Invite), v.description('The oldest first.')) })
const CreatedInvite = v.object({
  invite: Invite,
  secret: v.pipe(LinkSecret, v.description('Shown this once. The link is `{origin}/r/{room}#{secret}`.')),
})

const TO_NO_OWNER = ['not-allowed', ...TO_AN_ASKER, ...TO_AN_OUTSIDER] as const
const SECURITY = [{ token: [] }, { key: [] }]

export const invites = new Hono<ApiEnv>()
  .get(
    '/rooms/:room/invites',
    describeRoute({
      operationId: 'listInvites',
      summary: 'List the invites of a room, and who came by which.',
      description: 'For its owner. Those that expired or were revoked are among them.',
      security: SECURITY,
      responses: { 200: answer('The invites.', InviteList), ...refusals(...TO_NO_OWNER, ...ANYWHERE) },
    }),
    roomInPath,
    async (c) => {
      const { room } = c.req.valid('param')
      const { asker, archive } = await requireOwner(c, room)
      const { people } = granted(await archive.people(asker))
      const [door, taken] = await Promise.all([findDoor(c.env.INDEX, room), placesTaken(c.env.INDEX, room)])
      if (door === null) throw new ApiError('unknown-room')
      const invites = door.invites.map((invite) => described(invite, taken.get(invite.id) ?? 0, people))
      return c.json({ invites } satisfies v.InferOutput<typeof InviteList>)
    },
  )
  .post(
    '/rooms/:room/invites',
    describeRoute({
      operationId: 'createInvite',
      summary: 'Make a link into a room.',
      description: 'For its owner. The secret is shown this once: the server keeps only its hash.',
      security: SECURITY,
      responses: {
        201: answer('The invite exists.', CreatedInvite),
        ...refusals(
          ...(['too-many-invites', 'idempotency-mismatch', 'invite-deleted'] as const),
          ...[...TO_NO_OWNER, ...TO_A_BODY, ...ANYWHERE],
        ),
      },
    }),
    roomInPath,
    jsonBody,
    idempotencyHeader,
    checked('json', NewInvite),
    async (c) => {
      const { room } = c.req.valid('param')
      const { asker } = await requireOwner(c, room)
      const wish = c.req.valid('json')
      const made = await makeInvite(c.env, room, wish, await makingOf(c, asker.person, ['createInvite', room, wish]))
      await doorLookup.forget(room)
      return c.json(made satisfies v.InferOutput<typeof CreatedInvite>, 201)
    },
  )
  .delete(
    '/rooms/:room/invites/:invite',
    describeRoute({
      operationId: 'revokeInvite',
      summary: 'Take a link into a room back.',
      description:
        'For its owner. It opens nothing from now on, everywhere within 5 seconds; who has come by it stays.',
      security: SECURITY,
      responses: {
        204: { description: 'The invite is revoked.' },
        ...refusals('unknown-invite', ...TO_NO_OWNER, ...ANYWHERE),
      },
    }),
    inviteInPath,
    async (c) => {
      const { room, invite } = c.req.valid('param')
      await requireOwner(c, room)
      if (!(await revokeInvite(c.env.INDEX, room, invite, Date.now()))) throw new ApiError('unknown-invite')
      await doorLookup.forget(room)
      return c.body(null, 204)
    },
  )

/** The room may have made somebody else of whoever came as its owner; the Archive knows. */
async function requireOwner(c: ApiContext, room: string): Promise<NamedAsking> {
  const asking = await requireAsker(c, room)
  const { role } = granted(await asking.archive.settings(asking.asker))
  if (role !== 'owner') throw new ApiError('not-allowed')
  return asking
}

async function makeInvite(env: Env, room: string, wish: v.InferOutput<typeof NewInvite>, making: Making) {
  const secret = await making.secret('secret')
  const { role, label, expiresInSeconds, maxPeople } = wish
  const expiresAtMs = expiresInSeconds === null ? null : making.atMs + expiresInSeconds * 1_000
  const id = await making.secret('invite')
  const invite = { id, role, label, createdAtMs: making.atMs, expiresAtMs, maxPeople }
  if (making.isDone) await requireRemembered(env.INDEX, room, id)
  else {
    const stored = { ...invite, secretHash: await hashSecret(secret) }
    if (!(await addInvite(env.INDEX, room, stored, making.done(id)))) throw new ApiError('too-many-invites')
  }
  return { invite: described({ ...invite, revokedAtMs: null }, 0, []), secret }
}

/** One that is over and forgotten would open the room again, were it made again. */
async function requireRemembered(index: D1Database, room: string, invite: string): Promise<void> {
  const door = await findDoor(index, room)
  if (!door?.invites.some(({ id }) => id === invite)) throw new ApiError('invite-deleted')
}

function described(invite: KnownInvite, taken: number, people: readonly KnownPerson[]): InviteAnswer {
  const { id, role, label, createdAtMs, expiresAtMs, maxPeople, revokedAtMs } = invite
  const came = people
    .filter((somebody) => somebody.invite === id)
    .map(({ person, name, firstSeenAtMs }) => ({ person, name, firstSeenAtMs }))
  const places = maxPeople === null ? null : taken
  return { id, role, label, createdAtMs, expiresAtMs, maxPeople, people: places, revokedAtMs, came }
}
