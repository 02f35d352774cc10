/**
 * `npm run check`: format and lint, types in every zone, import directions, dependencies, house rules for files. Changes nothing.
 */

import './set-up/require-node.mjs'
import { readdirSync } from 'node:fs'
import { checkDependencies } from './check-dependencies.mjs'
import { checkImports } from './check-imports.mjs'
import { checkSources } from './check-sources.mjs'
import { capture, ROOT, runMain } from './command.mjs'
import { installPackages } from './set-up/packages.mjs'
import { findRuntime, TOOLS } from './set-up/runtime.mjs'

await runMain(async () => {
  await installPackages()
  const runtime = findRuntime()
  const zones = readdirSync(ROOT)
    .map((name) => /^tsconfig\.(.+)\.json$/.exec(name)?.[1])
    .filter((zone) => zone !== undefined && zone !== 'base')
  const results = [
    await check('format and lint', () => tool(runtime, [TOOLS.biome, 'ci', '--colors=off', '.'])),
    ...(await Promise.all(
      zones.map((zone) => check(`types: ${zone}`, () => tool(runtime, [TOOLS.tsc, '-p', `tsconfig.${zone}.json`]))),
    )),
    await check('import directions', () => checkImports(ROOT)),
    await check('dependencies', () => checkDependencies(ROOT)),
    await check('house rules', () => checkSources(ROOT)),
  ]
  return results.every(Boolean) ? 0 : 1
})

/**
 * @param {string} name
 * @param {() => Promise<string[]> | string[]} find answers the faults; a line that begins "warning:" fails nothing
 */
async function check(name, find) {
  const lines = await find()
  const isFine = lines.every((line) => line.startsWith('warning:'))
  console.log(`${isFine ? '✓' : '✗'} ${name}`)
  for (const line of lines) console.log(`  ${line}`)
  return isFine
}

/** @returns {Promise<string[]>} */
async function tool(/** @type {string} */ command, /** @type {string[]} */ args) {
  const { code, output } = await capture(command, args)
  return code === 0 ? [] : output.trimEnd().split('\n')
}
