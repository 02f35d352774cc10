/**
 * ICE servers for a call from member to member: relays with credentials of the asker's own, good for minutes. Who may
 * have them, and how often, the room's Archive says; what there is, src/turn. A credential stands in this one answer and
 * in no log.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { TimeMs } from '../protocol/fields.ts'
import { TURN_REASONS } from '../turn/ice-servers.ts'
import { turnPool } from '../turn/pool.ts'
import { turnDesk } from '../turn/turn-desk.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY, TO_A_TOKEN, TO_AN_OUTSIDER } from './answers.ts'
import { askerOf, granted } from './asker.ts'
import { requireBearer, tokenOf } from './bearer.ts'
import type { ApiEnv } from './context.ts'
import { logCount } from './log.ts'
import { checked, jsonBody, roomInPath } from './requests.ts'

const IceServer = v.object({
  urls: v.array(v.pipe(v.string(), v.description('A `stun:`, `turn:` or `turns:` URL.'))),
  username: v.optional(v.pipe(v.string(), v.description('Names nobody.'))),
  credential: v.optional(v.string()),
})

const IceServers = v.object({
  iceServers: v.pipe(v.array(IceServer), v.description('As `RTCPeerConnection` takes them.')),
  expiresAtMs: v.pipe(TimeMs, v.description('From then on the credentials open nothing new.')),
  refreshAtMs: v.pipe(TimeMs, v.description('Ask again then, and hand the answer to `setConfiguration()`.')),
  reason: v.pipe(
    v.nullable(v.picklist(TURN_REASONS)),
    v.description(
      'Why the list is empty, or shorter than it could be: this server has no relays, some of its own do not answer ' +
        'well, or its provider cannot be reached.',
    ),
  ),
})

export const iceServers = new Hono<ApiEnv>().post(
  '/rooms/:room/ice-servers',
  describeRoute({
    operationId: 'createIceServers',
    summary: 'Get relays for a call from member to member.',
    description: 'For whoever may be in the room. The body is an empty object.',
    security: [{ token: [] }],
    responses: {
      200: answer('The servers, and until when they are good.', IceServers),
      ...refusals('too-many-requests', ...TO_A_TOKEN, ...TO_AN_OUTSIDER, ...TO_A_BODY, ...ANYWHERE),
    },
  }),
  roomInPath,
  jsonBody,
  checked('json', v.object({})),
  async (c) => {
    const { room } = c.req.valid('param')
    const asker = await askerOf(c, await requireBearer(c, tokenOf(c), room))
    const archive = c.env.ARCHIVES.getByName(room)
    const { name } = granted(await archive.beginTurn(asker))
    const load = () => turnPool(c.env.TURN_POOL).board()
    const { answer: servers, minted } = await turnDesk.gather(c.env, load, name, Date.now())
    // Before anybody has them: what the Archive does not know of, it could not take back.
    const { person } = asker
    const { expiresAtMs } = servers
    for (const credential of minted) granted(await archive.turnMinted({ person, ...credential, expiresAtMs }, asker))
    if (minted.length > 0) logCount(c, 'turn-credentials', countOf(minted))
    return c.json(servers satisfies v.InferOutput<typeof IceServers>)
  },
)

/** How many of each provider's. */
const countOf = (minted: readonly { provider: string }[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(minted, ({ provider }) => provider)].map(([provider, own]) => [provider, own.length]),
  )
