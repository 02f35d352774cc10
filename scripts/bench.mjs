/**
 * `npm run bench:…`: sets up what is missing and runs the bench named first. Further arguments go to the bench.
 */

import './set-up/require-node.mjs'
import { passThrough, runMain } from './command.mjs'
import { findBrowser } from './set-up/browser.mjs'
import { TOOL_ENVIRONMENT } from './set-up/runtime.mjs'
import { setUp } from './set-up.mjs'

const NEED_A_BROWSER = ['mouth-to-ear', 'devices', 'soak-uploads']

const [name, ...args] = process.argv.slice(2)

await runMain(async () => {
  const runtime = await setUp()
  const browser = NEED_A_BROWSER.includes(name ?? '') ? { CHROMIUM_PATH: await findBrowser(runtime) } : {}
  return passThrough(runtime, [`bench/${name}.ts`, ...args], { ...TOOL_ENVIRONMENT, ...browser })
})
