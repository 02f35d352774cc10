/**
 * The process that holds one Workers runtime: takes a task from its parent, starts Miniflare on the port and state that
 * it names, says when it serves, and ends when its parent hangs up.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import type { BundledWorker } from './worker-bundle.ts'

export interface RuntimeTask {
  state: string
  port: number
  roomMembers: number
  /** A module of this folder that stands before the bundle; undefined: none does. */
  before: string | undefined
  worker: BundledWorker
}

export interface RuntimeReady {
  workerdPid: number
  /** The origin of `inspector-worker.js`. */
  inspector: string
}

const INSPECTOR = 'inspector'

process.once('message', async (task: RuntimeTask) => {
  const miniflare = start(task)
  // Before it serves, too: a parent that is gone wants no runtime.
  process.once('disconnect', () => miniflare.dispose().finally(() => process.exit(0)))
  await miniflare.ready
  await migrateOnce(miniflare, task)
  const inspector = (await miniflare.unsafeGetDirectURL(INSPECTOR)).origin
  const ready: RuntimeReady = { workerdPid: childProcess(), inspector }
  process.send?.(ready)
})

function start({ state, port, roomMembers, before, worker }: RuntimeTask): Miniflare {
  const earshot = {
    ...worker,
    ...(before === undefined
      ? { modules: true }
      : { modules: modulesOf(beside(before), join(worker.rootPath, worker.scriptPath)) }),
    bindings: { ...worker.bindings, ROOM_MEMBERS: String(roomMembers) },
    unsafeDirectSockets: [{ host: '127.0.0.1', port }],
  }
  const inspector = {
    name: INSPECTOR,
    modules: modulesOf(beside('inspector-worker.js'), beside('archive-load.js')),
    compatibilityDate: worker.compatibilityDate,
    durableObjects: {
      ROOMS: { className: 'Room', scriptName: worker.name },
      ARCHIVES: { className: 'Archive', scriptName: worker.name },
    },
    d1Databases: worker.d1Databases,
    r2Buckets: worker.r2Buckets,
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
  }
  return new Miniflare(convertV4MiniflareOptions({ workers: [earshot, inspector], resourcePersistencePath: state }))
}

const beside = (name: string): string => join(import.meta.dirname, name)

/** The first of them is the Worker; it imports the others by their names. */
const modulesOf = (...files: string[]) =>
  files.map((file) => ({ type: 'ESModule' as const, path: basename(file), contents: readFileSync(file, 'utf8') }))

async function migrateOnce(miniflare: Miniflare, { state, worker }: RuntimeTask): Promise<void> {
  const mark = join(state, 'migrated')
  if (existsSync(mark)) return
  const database = await miniflare.getD1Database(worker.d1Databases[0] as string, worker.name)
  for (const name of readdirSync('migrations').sort()) {
    const statements = readFileSync(join('migrations', name), 'utf8').replace(/--.*$/gm, '').split(';')
    for (const sql of statements) if (sql.trim() !== '') await database.prepare(sql).run()
  }
  writeFileSync(mark, '')
}

/** The one child of this process: workerd. Node tells of its children in its diagnostic report alone, on any system. */
function childProcess(): number {
  // The report would look up the names of all addresses that it is connected to.
  const report = Object.assign(process.report, { excludeNetwork: true })
  const { libuv } = report.getReport() as unknown as { libuv: { type: string; pid?: number }[] }
  const children = libuv.filter(({ type }) => type === 'process')
  const [child] = children
  if (children.length !== 1 || child?.pid === undefined) throw new Error(`Not one child but ${children.length}.`)
  return child.pid
}
