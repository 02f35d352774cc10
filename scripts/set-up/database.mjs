/**
 * Applies the D1 migrations to the local database under .wrangler/state, unless that was done with exactly these: asking
 * wrangler whether anything is to be applied takes seconds of every start.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, step } from '../command.mjs'
import { fingerprintOf } from './fingerprint.mjs'
import { TOOL_ENVIRONMENT, TOOLS } from './runtime.mjs'

const STATE = join(ROOT, '.wrangler/state')
/** What the tables come from: the migrations, and which database is theirs. */
const INPUTS = ['migrations', 'wrangler.toml']
/** Beside the database, so that whoever removes the state removes it too. */
const STAMP = 'index-migrations.sha256'
const DATABASES = 'v3/d1/miniflare-D1DatabaseObject'

export async function migrateDatabase(/** @type {string} */ runtime) {
  const fingerprint = fingerprintOf(INPUTS)
  if (isMigrated(STATE, fingerprint)) return
  await step(
    'Bringing the local database up to date',
    runtime,
    [TOOLS.wrangler, 'd1', 'migrations', 'apply', 'INDEX', '--local'],
    {
      env: TOOL_ENVIRONMENT,
      advice:
        'The database migrations could not be applied. If an interrupted run left a broken local database, remove .wrangler/state (local rooms are lost) and try again.',
    },
  )
  rememberMigrated(STATE, fingerprint)
}

/** Whether there is a database in `state`, and these migrations are in it. */
export function isMigrated(/** @type {string} */ state, /** @type {string} */ fingerprint) {
  const stamp = join(state, STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint && hasDatabase(join(state, DATABASES))
}

export function rememberMigrated(/** @type {string} */ state, /** @type {string} */ fingerprint) {
  if (existsSync(state)) writeFileSync(join(state, STAMP), fingerprint)
}

/** `metadata.sqlite` is the runtime's own. */
const hasDatabase = (/** @type {string} */ folder) =>
  existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
