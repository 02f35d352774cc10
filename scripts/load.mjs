/**
 * `npm run load`: runs the load tester; its arguments go to it. Nothing of an Earshot is set up here: it runs elsewhere.
 */

import './set-up/require-node.mjs'
import { passThrough, runMain } from './command.mjs'
import { installPackages } from './set-up/packages.mjs'
import { findRuntime } from './set-up/runtime.mjs'

await runMain(async () => {
  await installPackages()
  return passThrough(findRuntime(), ['bench/load.ts', ...process.argv.slice(2)])
})
