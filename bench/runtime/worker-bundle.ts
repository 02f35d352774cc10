/**
 * The Worker as a deployment would get it: bundled by wrangler, with what wrangler.toml binds to it. Made once in a run.
 */

import { spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import { unstable_readConfig } from 'wrangler'
import { TOOL_ENVIRONMENT, TOOLS } from '../../scripts/set-up/runtime.mjs'
import { temporaryFolder } from '../temporary-folder.ts'

/** Signs nothing that anybody trusts. */
export const TOKEN_KEYS = 'bench:dGhlIGJlbmNoZXMgc2lnbiB3aXRoIHRoaXMsIG5vYm9keSBlbHNlIGRvZXM'

/** A Worker as Miniflare takes it; plain data, because it travels to the process that runs it. */
export interface BundledWorker {
  name: string
  rootPath: string
  scriptPath: string
  compatibilityDate: string
  compatibilityFlags: string[]
  durableObjects: Record<string, { className: string; useSQLite: true }>
  d1Databases: string[]
  r2Buckets: string[]
  ratelimits: Record<string, Ratelimit>
  bindings: Record<string, string>
}

interface Ratelimit {
  namespace_id: string
  simple: { limit: number; period: 10 | 60 }
}

/** A load comes from one address, and is not what the rates at the edge are there to hold back. */
const RAISED = 1_000_000_000

/** What is read of wrangler.toml. */
interface Settings {
  name: string
  compatibility_date: string
  compatibility_flags: string[]
  durable_objects: { bindings: { name: string; class_name: string }[] }
  d1_databases: { binding: string }[]
  r2_buckets: { binding: string }[]
  ratelimits: ({ name: string } & Ratelimit)[]
  vars: Record<string, string>
}

const bundles = new Map<string | undefined, BundledWorker>()

/** With the rates of wrangler.toml, or with raised ones, which no load runs into; `entry` stands in for its main module. */
export function bundledWorker(rates: 'raised' | 'as deployed' = 'raised', entry?: string): BundledWorker {
  const bundled = bundles.get(entry) ?? bundle(entry)
  bundles.set(entry, bundled)
  return rates === 'raised' ? { ...bundled, ratelimits: raised(bundled.ratelimits) } : bundled
}

const raised = (ratelimits: BundledWorker['ratelimits']): BundledWorker['ratelimits'] =>
  Object.fromEntries(
    Object.entries(ratelimits).map(([name, rate]) => [name, { ...rate, simple: { ...rate.simple, limit: RAISED } }]),
  )

function bundle(entry: string | undefined): BundledWorker {
  const folder = temporaryFolder('earshot-worker')
  const main = entry === undefined ? [] : [entry]
  const result = spawnSync(process.execPath, [TOOLS.wrangler, 'deploy', ...main, '--dry-run', '--outdir', folder], {
    env: { ...process.env, ...TOOL_ENVIRONMENT },
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`The Worker could not be bundled:\n${result.stdout}${result.stderr}`)
  const config = unstable_readConfig({ config: 'wrangler.toml' }) as Settings
  const objects = config.durable_objects.bindings.map(
    ({ name, class_name }) => [name, { className: class_name, useSQLite: true }] as const,
  )
  return {
    name: config.name,
    rootPath: folder,
    scriptPath: `${basename(entry ?? 'worker.ts', '.ts')}.js`,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    durableObjects: Object.fromEntries(objects),
    d1Databases: config.d1_databases.map(({ binding }) => binding),
    r2Buckets: config.r2_buckets.map(({ binding }) => binding),
    ratelimits: Object.fromEntries(config.ratelimits.map(({ name, ...rate }) => [name, rate])),
    bindings: { ...config.vars, TOKEN_KEYS, ANYONE_MAY_CREATE_ROOMS: 'true' },
  }
}
