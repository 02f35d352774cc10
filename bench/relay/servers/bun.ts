/**
 * A hub on Bun's own server, which publishes to a topic. Bun is 100 MB that nothing else here needs, so it is no
 * dependency: the first run installs what bun/package-lock.json pins into a cache.
 */

import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MissingServer, type Server } from '../server.ts'
import { startHub } from './hub-process.ts'

const PINNED = join(import.meta.dirname, 'bun')
const INSTALL = 'let npm reach its registry: this bench installs Bun from there'

export async function startBun(): Promise<Server> {
  const version: string = JSON.parse(readFileSync(join(PINNED, 'package.json'), 'utf8')).dependencies.bun
  const folder = resolve('.cache/bench', `bun-${version}`)
  const program = installedIn(folder) ?? install(folder)
  return startHub(`Bun ${version}`, program, [join(PINNED, 'hub.js')])
}

/** The package `bun` is a placeholder until its install script has run; the programs themselves are in `@oven`. */
function installedIn(folder: string): string | undefined {
  const packages = join(folder, 'node_modules/@oven')
  if (!existsSync(packages)) return undefined
  return readdirSync(packages)
    .map((name) => join(packages, name, 'bin/bun'))
    .find((program) => spawnSync(program, ['--version']).status === 0)
}

function install(folder: string): string {
  console.log('Installing Bun into .cache (100 MB, this once) …')
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(PINNED, file), join(folder, file))
  const npm = process.env.npm_execpath
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund']
  const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  const program = installedIn(folder)
  if (program === undefined) throw new MissingServer(`${INSTALL}${status === 0 ? '' : `\n${stderr?.trim()}`}`)
  return program
}
