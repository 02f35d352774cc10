/**
 * A real coturn for tests: with the configuration that the documentation hands to operators, on a port of its own, on
 * this machine alone.
 */

import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithThisProcess, killGroup } from './process-group.ts'
import { until } from './until.ts'

const CONFIGURATION = 'docs/turn/coturn.conf'

/** Some containers have none. */
export const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
const LOOPBACK = HAS_IPV6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']

export interface Coturn {
  readonly port: number
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>
}

export interface CoturnOptions {
  secrets: string[]
  /** Of one that was killed: started again there. */
  port?: number
  /** Lets clients relay to one another on this machine: the configuration itself forbids that. */
  relaysToLoopback?: boolean
}

export async function startCoturn({ secrets, port: wanted, relaysToLoopback }: CoturnOptions): Promise<Coturn> {
  const port = wanted ?? (await sparePort())
  const state = mkdtempSync(join(tmpdir(), 'earshot-coturn-'))
  const child = spawn(
    'turnserver',
    [
      ['-c', CONFIGURATION],
      LOOPBACK.flatMap((ip) => [`--listening-ip=${ip}`, `--relay-ip=${ip}`]),
      [`--listening-port=${port}`, '--no-tls'],
      secrets.map((secret) => `--static-auth-secret=${secret}`),
      relaysToLoopback ? ['--allow-loopback-peers', '--allowed-peer-ip=127.0.0.1'] : [],
      [`--pidfile=${join(state, 'pid')}`, `--userdb=${join(state, 'users')}`],
      [`--proc-user=${idOf('-un')}`, `--proc-group=${idOf('-gn')}`],
    ].flat(),
    { detached: true, stdio: 'ignore' },
  )
  endWithThisProcess(child)
  await until(() => listens(port, child), 'coturn to listen')
  const kill = async () => {
    await killGroup(child)
    rmSync(state, { recursive: true, force: true })
  }
  return { port, kill }
}

/** Of this process: coturn would become somebody else, who may not exist here. */
const idOf = (which: '-un' | '-gn'): string => execFileSync('id', [which], { encoding: 'utf8' }).trim()

async function sparePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

function listens(port: number, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`coturn ended with ${child.exitCode}.`)
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

export interface Relayed {
  isRefused: boolean
  sent: number
  received: number
}

/** Two clients that speak to one another through the server: coturn's own `turnutils_uclient`. */
export function relayThrough(
  port: number,
  { username, credential }: { username: string; credential: string },
  transport: 'udp' | 'tcp' = 'udp',
): Promise<Relayed> {
  const args = ['-y', '-c', '-n', '5', '-u', username, '-w', credential, '-p', String(port), '127.0.0.1']
  return new Promise((resolve) => {
    execFile('turnutils_uclient', transport === 'tcp' ? ['-t', ...args] : args, (error, stdout) => {
      const totals = [...stdout.matchAll(/tot_send_msgs=(\d+), tot_recv_msgs=(\d+)$/gm)]
      const [, sent, received] = totals.at(-1) ?? []
      const isRefused = error !== null && /Cannot complete Allocation/.test(stdout)
      resolve({ isRefused, sent: Number(sent), received: Number(received) })
    })
  })
}

/** Whether coturn's own `turnutils_stunclient` gets an answer. */
export const answersStun = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    execFile('turnutils_stunclient', ['-p', String(port), '127.0.0.1'], (error, stdout) =>
      resolve(error === null && /reflexive addr: 127\.0\.0\.1/.test(stdout)),
    )
  })
