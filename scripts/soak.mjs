/**
 * `npm run soak`: sets up what is missing and runs the soak (bench/soak.ts); its arguments go to it.
 */

import './set-up/require-node.mjs'
import { passThrough, runMain } from './command.mjs'
import { TOOL_ENVIRONMENT } from './set-up/runtime.mjs'
import { setUp } from './set-up.mjs'

await runMain(async () => passThrough(await setUp(), ['bench/soak.ts', ...process.argv.slice(2)], TOOL_ENVIRONMENT))
