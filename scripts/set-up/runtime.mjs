/**
 * Finds the Node that runs wrangler, vite and vitest: the one among the packages, else the system's if it is new enough.
 */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT, SetUpError } from '../command.mjs'

/** What wrangler, vitest and miniflare ask for in their `engines`. */
const LEAST_MAJOR = 22
const LEAST_MINOR = 12
const PACKAGED = join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** @returns {string} the path of a Node ≥ 22.12 */
export function findRuntime() {
  const found = [PACKAGED, process.execPath].find((path) => isNewEnough(versionOf(path)))
  if (found !== undefined) return found
  throw new SetUpError(
    `The Workers runtime's tools need Node ${LEAST_MAJOR}.${LEAST_MINOR} or newer; this is ${process.version}, and the package that brings one ("node", an optional dependency) is not installed.\n` +
      'Either install a newer Node from https://nodejs.org, or let npm install the optional packages and run their install scripts: npm ci --include=optional --ignore-scripts=false',
  )
}

/** The environment for the tools: they must ask nothing, send nothing and look for no update. */
export const TOOL_ENVIRONMENT = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
}

export const TOOLS = {
  biome: join(ROOT, 'node_modules/@biomejs/biome/bin/biome'),
  playwright: join(ROOT, 'node_modules/playwright-core/cli.js'),
  tsc: join(ROOT, 'node_modules/typescript/bin/tsc'),
  vite: join(ROOT, 'node_modules/vite/bin/vite.js'),
  vitest: join(ROOT, 'node_modules/vitest/vitest.mjs'),
  wrangler: join(ROOT, 'node_modules/wrangler/bin/wrangler.js'),
}

/** @returns {[number, number]} */
function versionOf(/** @type {string} */ path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  const [major, minor] = (stdout ?? '').trim().replace('v', '').split('.').map(Number)
  return [major || 0, minor || 0]
}

const isNewEnough = (/** @type {[number, number]} */ [major, minor]) =>
  major > LEAST_MAJOR || (major === LEAST_MAJOR && minor >= LEAST_MINOR)
