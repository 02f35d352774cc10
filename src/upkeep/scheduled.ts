/**
 * What runs by the clock (wrangler.toml, [triggers]). One line of log for each part of a run: counts alone, so that no
 * room and no clip ever stands in it.
 */

import { type SweepCounts, type SweepEnv, sweepObjects, sweepRows } from './sweep.ts'

/** Neither sweep waits for the other, or fails with it. */
export async function runUpkeep(env: SweepEnv, nowMs: number): Promise<void> {
  await Promise.all([logged('objects', sweepObjects(env, nowMs)), logged('rows', sweepRows(env, nowMs))])
}

async function logged(sweep: string, run: Promise<SweepCounts>): Promise<void> {
  try {
    console.log(JSON.stringify({ level: 'info', sweep, ...(await run) }))
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', sweep, error: String(error) })) // the next run tries again
  }
}
