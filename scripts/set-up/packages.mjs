/**
 * Installs the packages when what lies in node_modules is not what package-lock.json says.
 * Compares versions, not file times: a pull, a copy or a restored cache changes times without meaning.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, step } from '../command.mjs'

const isWindows = process.platform === 'win32'

export async function installPackages() {
  if (isInstalled()) return
  // npm that runs this script tells where it is; started otherwise, the one on the PATH serves.
  const npm = process.env.npm_execpath
  const ci = ['ci', '--no-audit', '--no-fund']
  const advice =
    'The packages could not be installed. Check that this machine reaches the npm registry, then try again: npm ci'
  const label = 'Installing packages (a minute or two the first time)'
  if (npm?.endsWith('.js')) await step(label, process.execPath, [npm, ...ci], { advice })
  else await step(label, isWindows ? 'npm.cmd' : 'npm', ci, { advice })
}

function isInstalled() {
  const installed = join(ROOT, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) return false
  const wanted = packagesOf(join(ROOT, 'package-lock.json'))
  const present = packagesOf(installed)
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || present[path]?.version === version || (optional === true && present[path] === undefined),
  )
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(/** @type {string} */ lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages
}
