/**
 * A run of probes: ten to every server, a second apart. Who probes and who waits are arguments, so that a run can be
 * tested without its ten seconds.
 *
 * Next: src/turn/scoreboard.ts
 */

import type { OwnServer } from './own-servers.ts'
import type { Probe, ProbeRun } from './scoreboard.ts'

const PROBES_PER_RUN = 10
/** No probe lasts longer, so a server is asked by one at a time. */
export const PROBE_EVERY_MS = 1_000
/** One of the six connections of an invocation (a platform limit) is left for the scoreboard. */
const SERVERS_AT_A_TIME = 5

export interface RunMeans {
  probe(server: OwnServer): Promise<Probe>
  wait(ms: number): Promise<void>
  now(): number
}

export async function runProbes(servers: readonly OwnServer[], means: RunMeans): Promise<ProbeRun[]> {
  const runs: ProbeRun[] = []
  for (let from = 0; from < servers.length; from += SERVERS_AT_A_TIME) {
    const some = servers.slice(from, from + SERVERS_AT_A_TIME)
    runs.push(...(await Promise.all(some.map((server) => runOf(server, means)))))
  }
  return runs
}

/** A probe leaves on time, whether or not the one before it has come back. */
async function runOf(server: OwnServer, { probe, wait, now }: RunMeans): Promise<ProbeRun> {
  const probes = [probe(server)]
  while (probes.length < PROBES_PER_RUN) {
    await wait(PROBE_EVERY_MS)
    probes.push(probe(server))
  }
  return { server: server.name, probes: await Promise.all(probes), endedAtMs: now() }
}
