/**
 * One workerd process with Earshot's Worker, bundled as for deployment, and the echo object beside it, each on a socket
 * of its own: no development proxy stands in between, and both share whatever the machine does meanwhile.
 */

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { TOOL_ENVIRONMENT, TOOLS } from '../../../scripts/set-up/runtime.mjs'

const BUNDLE = 'dist/worker'
const COMPATIBILITY_DATE = '2026-11-01'
const COMPATIBILITY_FLAGS = ['no_web_socket_compression']

export interface Workerd {
  earshot: string
  echo: string
  stop(): Promise<void>
}

let running: Promise<Workerd> | undefined

/** The one workerd of this run; started at the first call. */
export function sharedWorkerd(): Promise<Workerd> {
  running ??= start()
  return running
}

const WORKER = {
  modules: true,
  compatibilityDate: COMPATIBILITY_DATE,
  compatibilityFlags: COMPATIBILITY_FLAGS,
  unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
}

const EARSHOT = {
  ...WORKER,
  name: 'earshot',
  scriptPath: join(BUNDLE, 'worker.js'),
  durableObjects: {
    ROOMS: { className: 'Room', useSQLite: true },
    ARCHIVES: { className: 'Archive', useSQLite: true },
  },
  d1Databases: ['INDEX'],
  bindings: {
    TOKEN_KEYS: 'bench:dGhlIGJlbmNoZXMgc2lnbiB3aXRoIHRoaXMsIG5vYm9keSBlbHNlIGRvZXM',
    ANYONE_MAY_CREATE_ROOMS: 'true',
    ALLOWED_ORIGINS: '',
  },
}

const ECHO = {
  ...WORKER,
  name: 'echo',
  scriptPath: join(import.meta.dirname, 'echo-worker.js'),
  durableObjects: { ECHOES: { className: 'Echo', useSQLite: true } },
}

async function start(): Promise<Workerd> {
  bundle()
  const miniflare = new Miniflare(convertV4MiniflareOptions({ workers: [EARSHOT, ECHO] }))
  await migrate(miniflare)
  const address = async (worker: string) => (await miniflare.unsafeGetDirectURL(worker)).origin
  return {
    earshot: await address('earshot'),
    echo: await address('echo'),
    stop: async () => {
      running = undefined
      await miniflare.dispose()
    },
  }
}

/** Bundles the Worker as a deployment would. */
function bundle(): void {
  const result = spawnSync(process.execPath, [TOOLS.wrangler, 'deploy', '--dry-run', '--outdir', BUNDLE], {
    env: { ...process.env, ...TOOL_ENVIRONMENT },
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`The Worker could not be bundled:\n${result.stdout}${result.stderr}`)
}

async function migrate(miniflare: Miniflare): Promise<void> {
  const database = await miniflare.getD1Database('INDEX', 'earshot')
  for (const name of readdirSync('migrations').sort()) {
    const statements = readFileSync(join('migrations', name), 'utf8').replace(/--.*$/gm, '').split(';')
    for (const sql of statements) if (sql.trim() !== '') await database.prepare(sql).run()
  }
}
