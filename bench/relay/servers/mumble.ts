/**
 * Mumble's own server, with limits raised and everything off that is not relaying: no UDP encryption is in the way, as all
 * audio is tunnelled through TLS over TCP, the way that Mumble takes where UDP does not get through.
 */

import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstFreePort } from '../../../scripts/set-up/free-port.mjs'
import { endWithThisProcess, killGroup } from '../../../test/support/process-group.ts'
import { until } from '../../../test/support/until.ts'
import { listens } from '../../listens.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { MissingServer, type Server } from '../server.ts'
import { mumbleLine } from './mumble-line.ts'

/** Its name until 1.4, and since; Debian keeps it where only root looks. */
const PROGRAMS = ['murmurd', '/usr/sbin/murmurd', 'mumble-server', '/usr/sbin/mumble-server']
const FIRST_PORT = 9050
/** It makes a key and a certificate at its first start. */
const START_WITHIN_MS = 30_000
const MAX_MEMBERS = 5_000

export async function startMumble(): Promise<Server> {
  const program = PROGRAMS.find((name) => spawnSync(name, ['-version']).error === undefined)
  if (program === undefined) throw new MissingServer('install mumble-server (Debian, Ubuntu)')
  const port = await firstFreePort(FIRST_PORT)
  if (port === undefined) throw new Error(`No free port from ${FIRST_PORT} on.`)
  const folder = temporaryFolder('earshot-mumble')
  // Started by root, it becomes the user mumble-server, whose the folder is not.
  chmodSync(folder, 0o777)
  const settings = join(folder, 'server.ini')
  writeFileSync(settings, settingsOf(folder, port))
  const child = spawn(program, ['-fg', '-ini', settings], { detached: true, stdio: 'ignore' })
  endWithThisProcess(child)
  await until(() => listens(port), `Mumble's server on port ${port}`, START_WITHIN_MS)
  return {
    pid: child.pid as number,
    version: versionOf(program),
    lines: async ({ members }) => Array.from({ length: members }, (_, index) => mumbleLine(port, `Member-${index}`)),
    stop: () => killGroup(child),
  }
}

const settingsOf = (folder: string, port: number): string =>
  [
    `database=${join(folder, 'server.sqlite')}`,
    `logfile=${join(folder, 'server.log')}`,
    'host=127.0.0.1',
    `port=${port}`,
    `users=${MAX_MEMBERS}`,
    'usersperchannel=0',
    'bandwidth=1000000',
    'timeout=120',
    'autobanAttempts=0',
    'opusthreshold=0',
    'allowping=false',
    'bonjour=false',
    'ice=""',
    '',
  ].join('\n')

/** `Mumble server 1.3.4` of its `murmurd -- 1.3.4-4`. */
function versionOf(program: string): string {
  const { stdout, stderr } = spawnSync(program, ['-version'], { encoding: 'utf8' })
  return `Mumble server ${/(\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1] ?? 'of unknown version'}`
}
