/**
 * Health: whether the parts that a request may need answer. For load balancers and monitors, which look at the status
 * alone.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { HEALTH_WITHIN_MS } from '../protocol/limits.ts'
import { probeClips, probeIndex } from '../store/probe.ts'
import { turnPool } from '../turn/pool.ts'
import { TURN_STANDINGS, type TurnStanding, turnDesk } from '../turn/turn-desk.ts'
import { answer, refusals } from './answers.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { logError } from './log.ts'
import { within } from './within.ts'

const Part = v.picklist(['up', 'down'])
type Part = v.InferOutput<typeof Part>
const ClipsPart = v.picklist(['none', 'up', 'down'])
type ClipsPart = v.InferOutput<typeof ClipsPart>

const Health = v.object({
  ok: v.pipe(
    v.boolean(),
    v.description(
      'The index is up, and the clips are not down; the status of the answer says the same. `turn` has no part in it: ' +
        'without relays, rooms go on as ever.',
    ),
  ),
  parts: v.object({
    index: v.pipe(Part, v.description('The database of rooms, links and clips.')),
    clips: v.pipe(ClipsPart, v.description('The storage of the clips’ audio; `none`: nothing is kept here.')),
    turn: v.pipe(
      v.picklist(TURN_STANDINGS),
      v.description(
        'The relays for calls from member to member. `none`: there are none; `unknown`: they were not probed lately, and ' +
          'are given; `up`: all that is known of them is well; `degraded`: some are down or slow; `down`: all are down.',
      ),
    ),
  }),
})

export const health = new Hono<ApiEnv>().get(
  '/health',
  describeRoute({
    operationId: 'getHealth',
    summary: 'Ask whether the server is well.',
    responses: {
      200: answer('The parts that are needed are up.', Health),
      503: answer('One of them is down; connections that are open go on.', Health),
      ...refusals('foreign-origin', 'url-too-long', 'too-many-requests', 'headers-too-large', 'internal'),
    },
  }),
  async (c) => {
    const [index, clips, turn] = await Promise.all([partOf(c, probeIndex(c.env.INDEX)), clipsPart(c), turnPart(c)])
    const ok = index === 'up' && clips !== 'down'
    return c.json({ ok, parts: { index, clips, turn } } satisfies v.InferOutput<typeof Health>, ok ? 200 : 503)
  },
)

async function partOf(c: ApiContext, probe: Promise<void>): Promise<Part> {
  try {
    await within(HEALTH_WITHIN_MS, probe)
    return 'up'
  } catch (error) {
    logError(c, error) // whatever is the matter: out of reach, overloaded, slow, a table missing
    return 'down'
  }
}

/** A deployment that keeps nothing binds no storage of clips. */
const clipsPart = async (c: ApiContext): Promise<ClipsPart> =>
  c.env.CLIPS ? partOf(c, probeClips(c.env.CLIPS)) : 'none'

async function turnPart(c: ApiContext): Promise<TurnStanding> {
  try {
    const load = () => turnPool(c.env.TURN_POOL).board()
    return await within(HEALTH_WITHIN_MS, turnDesk.standing(c.env, load, Date.now()))
  } catch (error) {
    logError(c, error) // the scoreboard did not answer in time
    return 'unknown'
  }
}
