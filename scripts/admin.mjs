/**
 * `npm run admin -- …`: what an operator does by hand, on this machine's Earshot or, with --remote, on the deployed one.
 * It runs while Earshot does. `npm run admin -- --help` says what there is.
 */

import './set-up/require-node.mjs'
import { passThrough, runMain } from './command.mjs'
import { installPackages } from './set-up/packages.mjs'
import { findRuntime, TOOL_ENVIRONMENT } from './set-up/runtime.mjs'

await runMain(async () => {
  await installPackages()
  return passThrough(findRuntime(), ['scripts/admin/main.ts', ...process.argv.slice(2)], TOOL_ENVIRONMENT)
})
