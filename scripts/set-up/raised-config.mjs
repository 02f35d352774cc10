/**
 * wrangler.toml with the rates at the edge raised, for loads and tests, which come from one address. It lies beside the
 * real one, because paths in it are relative, and is made anew when that has changed alone: a running `wrangler dev` looks
 * after it, and would start its Worker anew, with all its sockets.
 */

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../command.mjs'

const RAISED = 1_000_000_000
const FILE = join(ROOT, '.wrangler-raised.toml')

/** @returns {string} its path, for `wrangler --config` */
export function writeRaisedConfig() {
  const text = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
  const raised = text.replace(/^(simple = \{ limit = )\d+/gm, `$1${RAISED}`)
  if (existsSync(FILE) && readFileSync(FILE, 'utf8') === raised) return FILE
  const whole = `${FILE}.${process.pid}`
  writeFileSync(whole, raised)
  renameSync(whole, FILE)
  return FILE
}
