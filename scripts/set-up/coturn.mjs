/**
 * Finds coturn for the tests of TURN, and gets Debian's package when there is none. The service that the package brings
 * stays off: the tests start servers of their own, and only for as long as they run.
 */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { capture, SetUpError, step } from '../command.mjs'

const PROGRAMS = ['turnserver', 'turnutils_uclient', 'turnutils_stunclient']
const ADVICE =
  'The tests of TURN need coturn with its tools (turnserver, turnutils_uclient, turnutils_stunclient). Install it (Debian, Ubuntu: apt-get install coturn; macOS: brew install coturn), and try again.\n' +
  'Without it the other tests run all the same: npm test -- --exclude test/process/turn.test.ts'

/** Throws the SetUpError that says what is missing. */
export async function findCoturn() {
  if (isThere() || (await installed())) return
  throw new SetUpError(ADVICE)
}

const isThere = () => PROGRAMS.every((program) => spawnSync(program, ['-h']).error === undefined)

async function installed() {
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!mayInstall) return false
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await capture('apt-get', ['update'], env)
  const install = ['install', '-y', '--no-install-recommends', 'coturn']
  await step('Installing Debian’s coturn', 'apt-get', install, { env, advice: ADVICE })
  await capture('systemctl', ['disable', '--now', 'coturn']) // where there is no systemd, nothing was started either
  return isThere()
}
