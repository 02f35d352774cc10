/**
 * Everything between a fresh clone and a runnable Earshot, each step skipped when it is done already:
 * packages, local secrets, local database, web app.
 */

import { migrateDatabase } from './set-up/database.mjs'
import { writeLocalSecrets } from './set-up/local-secrets.mjs'
import { installPackages } from './set-up/packages.mjs'
import { findRuntime } from './set-up/runtime.mjs'
import { buildWebApp } from './set-up/web-app.mjs'

/** @returns {Promise<string>} the path of the Node that runs the tools */
export async function setUp() {
  await installPackages()
  const runtime = findRuntime()
  writeLocalSecrets()
  await buildWebApp(runtime)
  await migrateDatabase(runtime)
  return runtime
}
