/**
 * Earshot in the Workers runtime by itself, bundled as for deployment, with no development server in between. Each runs
 * in a process group of its own, so that it can be killed whole as a crash would, and be started again on the same port
 * and state.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { firstFreePort } from '../scripts/set-up/free-port.mjs'
import { TOOL_ENVIRONMENT } from '../scripts/set-up/runtime.mjs'
import type { RoomCounters } from '../src/room/live-room.ts'
import { endWithThisProcess, killGroup } from '../test/support/process-group.ts'
import { until } from '../test/support/until.ts'
import { listens } from './listens.ts'
import type { ArchiveLoad, ArchiveLoadFigures } from './runtime/archive-load.js'
import type { RuntimeReady, RuntimeTask } from './runtime/process.ts'
import { bundledWorker } from './runtime/worker-bundle.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What a Room object answers to `counters()`. */
export type Counters = RoomCounters & { bufferedBytes: number }

/** What Earshot stands on, by the name of its binding. */
export type Dependency = 'CLIPS' | 'INDEX'

const PROCESS = new URL('./runtime/process.ts', import.meta.url)
const RESTARTABLE = 'restartable-worker.js'
const FAULTY = 'faulty-worker.js'
/** Below the ports that systems give to outgoing connections: one of those could sit on it when it is needed again. */
const FIRST_PORT = 9100 + 300 * Number(process.env.VITEST_POOL_ID ?? 0)
const PORT_RANGE = 300
const PORTS_EACH = 20
const DEFAULT_ROOM_MEMBERS = 1000
const START_WITHIN_MS = 60_000

/** Those of one process lie apart, as do test files that run beside each other: what looks free to two at once is neither's. */
let nextPort = Math.floor(Math.random() * PORT_RANGE)

function portsFrom(): number {
  nextPort = (nextPort + PORTS_EACH) % PORT_RANGE
  return FIRST_PORT + nextPort
}

export interface Runtime {
  /** `http://127.0.0.1:…` */
  readonly origin: string
  readonly port: number
  /** Where its database and objects live; another runtime given this folder carries on from it. */
  readonly state: string
  /** The process that runs the Worker and its objects, for measuring. */
  readonly workerdPid: number
  /** What a room counts. Asking it costs the runtime a little. */
  counters(room: string): Promise<Counters>
  /** Ends a room with all its sockets while the runtime stays up, as a deployment does; with `restartable` alone. */
  restart(room: string): Promise<void>
  /** Has the storage or the index refuse everything, or neither; with `faulty` alone. */
  breakDown(what: Dependency | 'nothing'): Promise<void>
  /** Keys of all objects in the storage of clips. */
  objectKeys(): Promise<string[]>
  /** The bytes of one of them. */
  readObject(key: string): Promise<Uint8Array>
  /** Asks the index in SQL. */
  askIndex(sql: string, ...values: (string | number | null)[]): Promise<Record<string, unknown>[]>
  /** Has the inspector make a load on one room's Archive, straight, without a room (bench/runtime/archive-load.js). */
  loadArchive(room: string, load: ArchiveLoad): Promise<ArchiveLoadFigures>
  /** Ends it as a crash would: SIGKILL to every process of it, nothing gets to say goodbye. Resolves when its port is free. */
  kill(): Promise<void>
  /** Ends it in order. */
  stop(): Promise<void>
}

/**
 * Starts one and answers when it serves. Without `state` it has a fresh folder, which goes when this process does; give
 * `state` and `port` of a killed one to start that one again.
 */
export async function startRuntime(
  options: {
    state?: string
    port?: number
    roomMembers?: number
    restartable?: boolean
    faulty?: boolean
    rates?: 'raised' | 'as deployed'
    /** A module that stands in for the Worker's; undefined: wrangler.toml's. */
    entry?: string
  } = {},
): Promise<Runtime> {
  const state = options.state ?? temporaryFolder('earshot-state')
  const port = options.port ?? (await firstFreePort(portsFrom()))
  if (port === undefined) throw new Error(`No free port from ${FIRST_PORT} on.`)
  const roomMembers = options.roomMembers ?? DEFAULT_ROOM_MEMBERS
  const before = options.faulty ? FAULTY : options.restartable ? RESTARTABLE : undefined
  const child = fork(PROCESS, { detached: true, env: { ...process.env, ...TOOL_ENVIRONMENT } })
  endWithThisProcess(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async () => {
    await killGroup(child)
    await until(async () => !(await listens(port)), `port ${port} to be free`)
  }
  const stop = async () => {
    if (child.connected) child.disconnect()
    await ended
  }
  try {
    const { workerdPid, inspector } = await begin(child, {
      state,
      port,
      roomMembers,
      before,
      worker: bundledWorker(options.rates, options.entry),
    })
    const counters = async (room: string) => (await fetch(`${inspector}/${room}`)).json() as Promise<Counters>
    const restart = async (room: string) => void (await fetch(`${inspector}/${room}`, { method: 'DELETE' }))
    const breakDown = async (what: Dependency | 'nothing') =>
      void (await fetch(`${inspector}/faults?what=${what}`, { method: 'POST' }))
    const objectKeys = async () => (await fetch(`${inspector}/objects`)).json() as Promise<string[]>
    const readObject = async (key: string) => {
      const answer = await fetch(`${inspector}/object?key=${encodeURIComponent(key)}`)
      return new Uint8Array(await answer.arrayBuffer())
    }
    const loadArchive = async (room: string, load: ArchiveLoad) => {
      const answer = await fetch(`${inspector}/load/${room}`, { method: 'POST', body: JSON.stringify(load) })
      if (!answer.ok) throw new Error(`The load failed: ${await answer.text()}`)
      return answer.json() as Promise<ArchiveLoadFigures>
    }
    const askIndex = async (sql: string, ...values: (string | number | null)[]) => {
      const answer = await fetch(`${inspector}/index`, { method: 'POST', body: JSON.stringify({ sql, values }) })
      return answer.json() as Promise<Record<string, unknown>[]>
    }
    const looks = { askIndex, counters, restart, breakDown, objectKeys, readObject, loadArchive }
    return { origin: `http://127.0.0.1:${port}`, port, state, workerdPid, ...looks, kill, stop }
  } catch (error) {
    await killGroup(child)
    throw error
  }
}

function begin(child: ChildProcess, task: RuntimeTask): Promise<RuntimeReady> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No runtime within ${START_WITHIN_MS} ms.`)), START_WITHIN_MS)
    child.once('message', (ready) => {
      clearTimeout(timer)
      resolve(ready as RuntimeReady)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The runtime ended with ${code} before it served.`))
    })
    child.send(task)
  })
}
