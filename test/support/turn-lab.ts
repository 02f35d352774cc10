/** Starts the lab of the scoreboard (turn-lab/worker.ts) in a runtime of its own. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, Response as RuntimeResponse } from 'miniflare'
import { build } from 'vite'
import type { IceServers } from '../../src/turn/ice-servers.ts'
import type { ProbeRun, Scoreboard } from '../../src/turn/scoreboard.ts'
import type { TurnVariables } from '../../src/turn/settings.ts'

const WORKER = 'test/support/turn-lab/worker.ts'
/** As in wrangler.toml. */
const COMPATIBILITY_DATE = '2026-11-01'

export interface TurnLab {
  /** Probes these servers, in a run that ends at `nowMs`. */
  run(variables: TurnVariables, nowMs: number): Promise<{ runs: ProbeRun[]; board: Scoreboard }>
  /** What a session would be given at `nowMs`. */
  iceServers(variables: TurnVariables, nowMs: number): Promise<IceServers>
  stop(): Promise<void>
}

/** `fetchOutside` answers what it fetches; without it, it has sockets. */
export async function startTurnLab(
  fetchOutside?: (url: string, init: RequestInit) => Promise<Response>,
): Promise<TurnLab> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-turn-lab-'))
  await bundle(folder)
  const options = convertV4MiniflareOptions({
    modules: true,
    rootPath: folder,
    scriptPath: 'worker.js',
    compatibilityDate: COMPATIBILITY_DATE,
    // workerd itself tells of every connection that failed; failing is what some servers of the tests are for.
    handleStructuredLogs: () => {},
    ...(fetchOutside && { outboundService: throughNode(fetchOutside) }),
    durableObjects: { TURN_POOL: { className: 'TurnPool', useSQLite: true } },
  })
  const miniflare = new Miniflare(options)
  const origin = await miniflare.ready
  const ask = async (path: string, variables: TurnVariables, nowMs: number) => {
    const body = JSON.stringify({ ...variables, nowMs })
    const answer = await fetch(new URL(path, origin), { method: 'POST', body })
    if (!answer.ok) throw new Error(`The lab answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  return {
    run: (variables, nowMs) => ask('/run', variables, nowMs),
    iceServers: (variables, nowMs) => ask('/ice-servers', variables, nowMs),
    stop: async () => {
      await miniflare.dispose()
      rmSync(folder, { recursive: true })
    },
  }
}

/** What the runtime fetches, in the classes of Node. */
const throughNode =
  (fetchOutside: (url: string, init: RequestInit) => Promise<Response>) => async (request: Request) => {
    const { url, method, headers } = request
    const answer = await fetchOutside(url, { method, headers: [...headers], body: await request.text() })
    const body = answer.status === 204 ? null : await answer.text()
    return new RuntimeResponse(body, { status: answer.status })
  }

function bundle(folder: string): Promise<unknown> {
  return build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['cloudflare:sockets'] },
    build: {
      ssr: resolve(WORKER),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { external: /^cloudflare:/, output: { entryFileNames: 'worker.js' } },
    },
  })
}
