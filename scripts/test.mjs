/**
 * `npm test`: sets up what is missing, a browser and coturn among it, and runs every test.
 * Further arguments go to vitest: npm test -- --project unit test/protocol -t W3
 */

import './set-up/require-node.mjs'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { passThrough, ROOT, runMain } from './command.mjs'
import { findBrowser } from './set-up/browser.mjs'
import { findCoturn } from './set-up/coturn.mjs'
import { TOOL_ENVIRONMENT, TOOLS } from './set-up/runtime.mjs'
import { setUp } from './set-up.mjs'

const REPORT = '.cache/test-report.json'

await runMain(async () => {
  const args = process.argv.slice(2)
  const runtime = await setUp()
  const browser = ['process', 'browser', 'alone'].some((project) => runs(project, args))
    ? { CHROMIUM_PATH: await findBrowser(runtime) }
    : {}
  if (runs('process', args)) await findCoturn()
  rmSync(join(ROOT, REPORT), { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const code = await passThrough(runtime, [TOOLS.vitest, 'run', ...reporters, ...args], {
    ...TOOL_ENVIRONMENT,
    ...browser,
  })
  console.log(closingLine())
  return code
})

/** Unless projects are named and this one is not among them. */
function runs(/** @type {string} */ project, /** @type {string[]} */ args) {
  const named = args.flatMap((arg, index) => {
    if (arg === '--project') return [args[index + 1]]
    return arg.startsWith('--project=') ? [arg.slice('--project='.length)] : []
  })
  return named.length === 0 || named.includes(project)
}

/** The result in one plain line. A file that fails before its first test counts as one failure. */
function closingLine() {
  if (!existsSync(join(ROOT, REPORT))) return '0 passed, 1 failed'
  const report = JSON.parse(readFileSync(join(ROOT, REPORT), 'utf8'))
  const brokenFiles = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  const skipped = report.numPendingTests + report.numTodoTests
  const failed = report.numFailedTests + brokenFiles.length
  return `${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
