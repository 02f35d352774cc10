/**
 * Builds the web app into dist/web, unless it was built from exactly these sources.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, step } from '../command.mjs'
import { fingerprintOf } from './fingerprint.mjs'
import { TOOLS } from './runtime.mjs'

/** Everything that can end up in the page: the app, the SDK and what that imports, and the packages' versions. */
const INPUTS = ['web', 'src', 'package-lock.json']
const STAMP = join(ROOT, 'dist/web-app.sha256')

export async function buildWebApp(/** @type {string} */ runtime) {
  const fingerprint = fingerprintOf(INPUTS)
  const isBuilt = existsSync(join(ROOT, 'dist/web/index.html')) && existsSync(STAMP)
  if (isBuilt && readFileSync(STAMP, 'utf8') === fingerprint) return
  await step('Building the web app', runtime, [TOOLS.vite, 'build', '--config', 'web/vite.config.ts'], {
    advice: 'The web app could not be built; the message above is from Vite.',
  })
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  writeFileSync(STAMP, fingerprint)
}
