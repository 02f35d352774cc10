/**
 * wrangler.toml with the rates at the edge raised, for loads and tests, which come from one address. It is made anew each
 * time, beside the real one, because paths in it are relative.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../command.mjs'

const RAISED = 1_000_000_000
const FILE = join(ROOT, '.wrangler-raised.toml')

/** @returns {string} its path, for `wrangler --config` */
export function writeRaisedConfig() {
  const text = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
  writeFileSync(FILE, text.replace(/^(simple = \{ limit = )\d+/gm, `$1${RAISED}`))
  return FILE
}
