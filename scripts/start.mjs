/**
 * `npm start`: sets up what is missing, runs Earshot on this machine alone and prints its address.
 * `--raised-limits` is for loads, which come from one address. Further arguments go to `wrangler dev`:
 * npm start -- --port 9000 --log-level log
 */

import './set-up/require-node.mjs'
import { spawn } from 'node:child_process'
import { ROOT, runMain, SetUpError } from './command.mjs'
import { firstFreePort, isFreePort } from './set-up/free-port.mjs'
import { whenParentGone } from './set-up/parent.mjs'
import { writeRaisedConfig } from './set-up/raised-config.mjs'
import { TOOL_ENVIRONMENT, TOOLS } from './set-up/runtime.mjs'
import { localTurn } from './set-up/turn-settings.mjs'
import { setUp } from './set-up.mjs'

const USUAL_PORT = 8787
const POLL_MS = 200
/** As often as wrangler.toml has them done when deployed; `wrangler dev` leaves it to whoever runs it. */
const SWEEP_EVERY_MS = 3_600_000
const PROBE_EVERY_MS = 60_000
/** As in src/upkeep/scheduled.ts, in a query's words. */
const PROBES = '?cron=*+*+*+*+*'

await runMain(async () => {
  const { port: wanted, rest: others } = readArguments(process.argv.slice(2))
  const rest = others.flatMap((arg) => (arg === '--raised-limits' ? ['--config', writeRaisedConfig()] : [arg]))
  // Run by itself, it may well outlive the shell that started it.
  if (process.env.npm_lifecycle_event !== undefined) whenParentGone(() => process.kill(process.pid, 'SIGTERM'))
  if (wanted !== undefined) await requireFree(wanted)
  const runtime = await setUp()
  const port = wanted ?? (await choosePort())
  const turn = localTurn()
  console.log('Starting …')
  const child = spawn(runtime, [TOOLS.wrangler, ...devArguments(port), ...turn.arguments, ...quietly(rest), ...rest], {
    cwd: ROOT,
    env: { ...process.env, ...TOOL_ENVIRONMENT },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  let isStopping = false
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      isStopping = true
      child.kill(signal)
    })
  }
  void announce(port, turn.hasServers, () => child.exitCode === null && !isStopping)
  const code = await ended
  return isStopping ? 0 : (code ?? 1)
})

/** Unless the arguments say how much is to be told: `wrangler dev` takes that once. */
function quietly(/** @type {string[]} */ rest) {
  return rest.some((arg) => arg.startsWith('--log-level')) ? [] : ['--log-level', 'warn']
}

/** @returns {string[]} */
function devArguments(/** @type {number} */ port) {
  return [
    'dev',
    '--local',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--test-scheduled',
    '--show-interactive-dev-session=false',
  ]
}

/** Prints the address as soon as something answers there, and has its upkeep done from then on. */
async function announce(
  /** @type {number} */ port,
  /** @type {boolean} */ hasTurnServers,
  /** @type {() => boolean} */ isRunning,
) {
  while (isRunning()) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/health`).catch(() => undefined)
    if (answer !== undefined && isRunning()) {
      console.log(`\n  Earshot is running: http://localhost:${port}\n\n  Ctrl-C stops it.\n`)
      setInterval(() => upkeep(port), SWEEP_EVERY_MS).unref()
      if (hasTurnServers) setInterval(() => upkeep(port, PROBES), PROBE_EVERY_MS).unref()
      return
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/**
 * Has the server look for clips that have lost their row or their audio, or probe its TURN servers. What is not done now
 * is done the next time.
 */
async function upkeep(/** @type {number} */ port, query = '') {
  await fetch(`http://127.0.0.1:${port}/cdn-cgi/local/scheduled${query}`).catch(() => undefined)
}

/** @returns {Promise<number>} */
async function choosePort() {
  const free = await firstFreePort(USUAL_PORT)
  if (free !== undefined) return free
  throw new SetUpError(`No free port was found from ${USUAL_PORT} on. Name one: npm start -- --port 9000`)
}

/** Ahead of the set-up, which may take a minute. */
async function requireFree(/** @type {number} */ port) {
  if (await isFreePort(port)) return
  throw new SetUpError(`Port ${port} is in use. Name another, or none to have a free one chosen.`)
}

/** Takes `--port N` or `--port=N` out of the arguments. */
function readArguments(/** @type {string[]} */ args) {
  const at = args.findIndex((arg) => arg === '--port' || arg.startsWith('--port='))
  if (at < 0) return { port: undefined, rest: args }
  const isPair = args[at] === '--port'
  const port = Number(isPair ? args[at + 1] : args[at]?.slice('--port='.length))
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SetUpError('--port takes a number from 1 to 65535: npm start -- --port 9000')
  }
  return { port, rest: args.toSpliced(at, isPair ? 2 : 1) }
}
