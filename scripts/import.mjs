/**
 * `npm run import -- FILE… --room LINK`: sends files of sound to a room as voice messages, converted where that is needed.
 * `npm run import -- --help` says how.
 */

import './set-up/require-node.mjs'
import { passThrough, runMain } from './command.mjs'
import { installPackages } from './set-up/packages.mjs'
import { findRuntime, TOOL_ENVIRONMENT } from './set-up/runtime.mjs'

// npm runs scripts in the project's folder, and remembers in which one somebody typed.
const INIT_CWD = process.env.INIT_CWD ?? process.cwd()

await runMain(async () => {
  await installPackages()
  const args = ['scripts/import/main.ts', ...process.argv.slice(2)]
  return passThrough(findRuntime(), args, { ...TOOL_ENVIRONMENT, INIT_CWD })
})
