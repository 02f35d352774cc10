/**
 * Checks that every dependency is pinned to one exact version and that docs/dependencies.md tells of it, at that version.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/
const PAGE = 'docs/dependencies.md'
const ROW = /^\| `([^`]+)` \| (\S+) \|/gm

/** @returns {string[]} one sentence for each fault */
export function checkDependencies(/** @type {string} */ root) {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  /** @type {Record<string, string>} */
  const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies }
  const told = Object.fromEntries(
    [...readFileSync(join(root, PAGE), 'utf8').matchAll(ROW)].map(([, name, version]) => [name, version]),
  )
  return [
    ...Object.entries(wanted)
      .filter(([, version]) => !EXACT.test(version))
      .map(([name, version]) => `package.json wants ${name} ${version}: pin one exact version.`),
    ...Object.entries(wanted)
      .filter(([name, version]) => told[name] !== version)
      .map(([name, version]) => `${PAGE} says ${told[name] ?? 'nothing'} of ${name}, which is at ${version}.`),
    ...Object.keys(told)
      .filter((name) => wanted[name] === undefined)
      .map((name) => `${PAGE} tells of ${name}, which package.json does not want.`),
  ]
}
