/**
 * The package of test/openapi-client, installed into the cache from its own lock file; later runs find it there. It is kept
 * apart from the project's packages because the generator of clients needs an older TypeScript than ours.
 */

import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const SOURCE = resolve('test/openapi-client')
const INSTALL = ['ci', '--no-audit', '--no-fund', '--ignore-scripts']

/** Its folder, with everything installed. */
export function installedClientPackage(): string {
  const lock = createHash('sha256')
    .update(readFileSync(join(SOURCE, 'package-lock.json')))
    .digest('hex')
  const folder = resolve('.cache/openapi-client', lock.slice(0, 12))
  mkdirSync(folder, { recursive: true })
  cpSync(SOURCE, folder, { recursive: true })
  const mark = join(folder, 'installed')
  if (existsSync(mark)) return folder
  const { status, stdout, stderr } = npm(folder)
  if (status !== 0) throw new Error(`The packages of test/openapi-client could not be installed:\n${stdout}${stderr}`)
  writeFileSync(mark, '')
  return folder
}

/** npm that runs the tests tells where it is; started otherwise, the one on the PATH serves. */
function npm(cwd: string): SpawnSyncReturns<string> {
  const program = process.env.npm_execpath
  if (program?.endsWith('.js')) return spawnSync(process.execPath, [program, ...INSTALL], { cwd, encoding: 'utf8' })
  return spawnSync('npm', INSTALL, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })
}
