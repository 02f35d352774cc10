/**
 * Applies the D1 migrations to the local database under .wrangler/state. What is applied already is left alone.
 */

import { step } from '../command.mjs'
import { TOOL_ENVIRONMENT, TOOLS } from './runtime.mjs'

export async function migrateDatabase(/** @type {string} */ runtime) {
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
}
