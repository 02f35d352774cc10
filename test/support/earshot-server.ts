/**
 * A whole Earshot for tests and benches: the Worker in `wrangler dev`, with its own port, database and secrets.
 * Each runs in a process group of its own, so that it can be killed whole, runtime and all, as a crash would.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../scripts/command.mjs'
import { firstFreePort } from '../../scripts/set-up/free-port.mjs'
import { writeRaisedConfig } from '../../scripts/set-up/raised-config.mjs'
import { TOOL_ENVIRONMENT, TOOLS } from '../../scripts/set-up/runtime.mjs'
import { endWithThisProcess, killGroup } from './process-group.ts'
import { until } from './until.ts'

/**
 * Files that run beside each other look for free ports in places of their own, and so do servers of one file: what looks
 * free to two at once would be neither's.
 */
const FIRST_PORT = 12_000 + 1_000 * Number(process.env.VITEST_POOL_ID ?? 0) + (process.pid % 80) * 10
const PORTS_EACH = 10
const CACHE = join(ROOT, '.cache')
const START_WITHIN_MS = 60_000
/** A key of the tests' own: it signs nothing that anybody trusts. */
const SECRETS = 'TOKEN_KEYS="test:dGhlIHRlc3RzIHNpZ24gd2l0aCB0aGlzLCBub2JvZHkgZWxzZQ"\nANYONE_MAY_CREATE_ROOMS="true"\n'

export interface EarshotServer {
  /** `http://127.0.0.1:…` */
  readonly origin: string
  readonly port: number
  /** Where its database and objects live; a new server given this folder carries on from it. */
  readonly state: string
  /** Ends it as a crash would: SIGKILL to every process of it, nothing gets to say goodbye. */
  kill(): Promise<void>
}

let started = 0

/**
 * Starts one and answers when it serves. Give `state` and `port` of a killed one to start that one again; `settings`
 * stand beside those of wrangler.toml, or in their place.
 */
export async function startEarshot(
  again?: { state: string; port: number },
  settings: Record<string, string> = {},
): Promise<EarshotServer> {
  const state = again?.state ?? mkdtempSync(join(tmpdir(), 'earshot-state-'))
  const port = again?.port ?? (await firstFreePort(FIRST_PORT + PORTS_EACH * started++))
  if (port === undefined) throw new Error(`No free port from ${FIRST_PORT} on.`)
  const secrets = join(state, 'test.env')
  writeFileSync(secrets, SECRETS)
  if (again === undefined) cpSync(await migratedState(), state, { recursive: true })
  const place = [...placeOf(state), '--env-file', secrets]
  const address = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0']
  const child = wrangler([
    'dev',
    ...place,
    ...address,
    ...Object.entries(settings).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
    '--log-level',
    'warn',
    '--test-scheduled',
    '--show-interactive-dev-session=false',
  ])
  const server = { origin: `http://127.0.0.1:${port}`, port, state, kill: () => killGroup(child) }
  await until(() => answers(server.origin, child), 'Earshot to start', START_WITHIN_MS).catch(async (error) => {
    await server.kill()
    throw error
  })
  return server
}

const placeOf = (state: string): string[] => ['--config', writeRaisedConfig(), '--local', '--persist-to', state]

/** A state with empty tables, to be copied: making one takes as long as starting, so each version of them is made once. */
async function migratedState(): Promise<string> {
  const migrations = join(ROOT, 'migrations')
  const sources = [join(ROOT, 'wrangler.toml'), ...readdirSync(migrations).map((name) => join(migrations, name))]
  const version = createHash('sha256')
  for (const source of sources.toSorted()) version.update(readFileSync(source))
  const made = join(CACHE, `migrated-${version.digest('hex').slice(0, 16)}`)
  if (existsSync(made)) return made
  mkdirSync(CACHE, { recursive: true })
  const making = mkdtempSync(join(CACHE, 'migrating-'))
  await migrate(making)
  try {
    renameSync(making, made)
  } catch {
    rmSync(making, { recursive: true }) // ENOTEMPTY: another process was first, and its is as good
  }
  return made
}

async function migrate(state: string): Promise<void> {
  const migration = [TOOLS.wrangler, 'd1', 'migrations', 'apply', 'INDEX', ...placeOf(state)]
  const env = { ...process.env, ...TOOL_ENVIRONMENT }
  await promisify(execFile)(process.execPath, migration, { env }).catch(({ stdout, stderr }) => {
    throw new Error(`The migrations failed:\n${stdout}${stderr}`)
  })
}

function wrangler(args: string[]): ChildProcess {
  const child = spawn(process.execPath, [TOOLS.wrangler, ...args], {
    env: { ...process.env, ...TOOL_ENVIRONMENT },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  endWithThisProcess(child)
  return child
}

async function answers(origin: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`wrangler dev ended with ${child.exitCode}.`)
  const health = await fetch(`${origin}/v1/health`).catch(() => undefined)
  return health?.ok === true
}
