/** A hub on gorilla/websocket, the library that most Go servers use; built here from Debian's packages. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MissingServer, type Server } from '../server.ts'
import { startHub } from './hub-process.ts'

/** Where Debian's -dev packages put Go sources. */
const GOPATH = '/usr/share/gocode'
const LIBRARY = join(GOPATH, 'src/github.com/gorilla/websocket')
const BUILT = resolve('.cache/bench/gorilla')
const INSTALL = 'install golang-go and golang-github-gorilla-websocket-dev (Debian, Ubuntu)'

export async function startGorilla(): Promise<Server> {
  if (!existsSync(LIBRARY)) throw new MissingServer(INSTALL)
  const program = join(BUILT, 'hub')
  mkdirSync(BUILT, { recursive: true })
  run('go', ['build', '-o', program, join(import.meta.dirname, 'gorilla/main.go')])
  return startHub(`gorilla/websocket ${libraryVersion()}, ${run('go', ['env', 'GOVERSION'])}`, program, [])
}

function run(command: string, args: string[]): string {
  const env = { ...process.env, GOPATH, GO111MODULE: 'off', GOCACHE: join(BUILT, 'cache') }
  const { status, stdout, stderr, error } = spawnSync(command, args, { env, encoding: 'utf8' })
  if (error !== undefined) throw new MissingServer(INSTALL)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`)
  return stdout.trim()
}

/** `1.5.0` of Debian's `1.5.0-2`. */
function libraryVersion(): string {
  const package_ = ['-W', '-f', `\${source:Upstream-Version}`, 'golang-github-gorilla-websocket-dev']
  return run('dpkg-query', package_)
}
