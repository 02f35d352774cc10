/** The reference, in a process of its own, with a database file that goes when this process does. */

import { fork } from 'node:child_process'
import { join } from 'node:path'
import { endWithThisProcess, killGroup } from '../../../test/support/process-group.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { processorTime } from './processor-time.ts'
import type { Server } from './server.ts'

const PROGRAM = join(import.meta.dirname, 'hono-node-process.ts')

export async function startHonoNode(): Promise<Server> {
  const file = join(temporaryFolder('hono-node'), 'rooms.sqlite')
  const child = fork(PROGRAM, [file], { detached: true, execArgv: ['--disable-warning=ExperimentalWarning'] })
  endWithThisProcess(child)
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(message as number))
    child.once('exit', (code) => reject(new Error(`hono-node ended with ${code} before it served.`)))
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    cpuMs: () => processorTime(child.pid as number),
    stop: () => killGroup(child),
  }
}
