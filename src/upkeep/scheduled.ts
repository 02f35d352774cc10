/**
 * What runs by the clock (wrangler.toml, [triggers]): the probes of TURN servers each minute, the sweeps each hour. One
 * line of log for each part of a run: counts alone, so that no room and no clip ever stands in it.
 */

import { forgetOccasions } from '../store/idempotency.ts'
import { type ProbingEnv, probeOwnServers } from '../turn/probing.ts'
import { lookInOnRooms } from './rooms.ts'
import { type SweepEnv, sweepObjects, sweepRows } from './sweep.ts'

export type UpkeepEnv = SweepEnv & ProbingEnv

/** As it stands in wrangler.toml; whatever else the clock calls for is the sweeps. */
export const PROBES_CRON = '* * * * *'

export async function runUpkeep(
  env: UpkeepEnv,
  { cron, scheduledTime }: Pick<ScheduledController, 'cron' | 'scheduledTime'>,
): Promise<void> {
  if (cron === PROBES_CRON) return logged({ turn: 'probes' }, probeOwnServers(env))
  // No sweep waits for another, or fails with it.
  await Promise.all([
    logged({ sweep: 'objects' }, sweepObjects(env, scheduledTime)),
    logged({ sweep: 'rows' }, sweepRows(env, scheduledTime)),
    logged({ sweep: 'rooms' }, lookInOnRooms(env)),
    logged({ sweep: 'requests' }, sweepRequests(env.INDEX, scheduledTime)),
  ])
}

/** Keys of requests that came so long ago that nobody sends them again. */
const sweepRequests = async (index: D1Database, nowMs: number) => ({ removed: await forgetOccasions(index, nowMs) })

/** A run that had nothing to do says nothing. */
async function logged(part: Record<string, string>, run: Promise<object | null>): Promise<void> {
  try {
    const counts = await run
    if (counts !== null) console.log(JSON.stringify({ level: 'info', ...part, ...counts }))
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', ...part, error: String(error) })) // the next run tries again
  }
}
