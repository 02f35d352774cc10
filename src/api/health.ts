/**
 * Health: whether the parts that a request may need answer. For load balancers and monitors, which look at the status
 * alone.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { probeIndex } from '../store/probe.ts'
import { answer, refusals } from './answers.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { logError } from './log.ts'

const Part = v.picklist(['up', 'down'])
type Part = v.InferOutput<typeof Part>

const Health = v.object({
  ok: v.pipe(v.boolean(), v.description('Every part is up.')),
  parts: v.object({ index: v.pipe(Part, v.description('The database of rooms and links.')) }),
})

export const health = new Hono<ApiEnv>().get(
  '/health',
  describeRoute({
    operationId: 'getHealth',
    summary: 'Ask whether the server is well.',
    responses: {
      200: answer('Every part is up.', Health),
      503: answer('A part is down; connections that are open go on.', Health),
      ...refusals('foreign-origin', 'internal'),
    },
  }),
  async (c) => {
    const parts = { index: await indexPart(c) }
    const ok = parts.index === 'up'
    return c.json({ ok, parts } satisfies v.InferOutput<typeof Health>, ok ? 200 : 503)
  },
)

async function indexPart(c: ApiContext): Promise<Part> {
  try {
    await probeIndex(c.env.INDEX)
    return 'up'
  } catch (error) {
    logError(c, error) // D1 throws whatever is the matter: out of reach, overloaded, a table missing
    return 'down'
  }
}
