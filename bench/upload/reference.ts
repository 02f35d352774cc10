/** Starts the reference server on the same disk as Earshot's state. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { firstFreePort } from '../../scripts/set-up/free-port.mjs'
import { endWithThisProcess } from '../../test/support/process-group.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const PROCESS = new URL('./reference-process.ts', import.meta.url)
/** Behind the ports that trials take (bench/trials/on-runtime.ts). */
const FIRST_PORT = 11_800

export interface Reference {
  origin: string
  pid: number
  stop(): void
}

export async function startReference(): Promise<Reference> {
  const port = await firstFreePort(FIRST_PORT)
  if (port === undefined) throw new Error(`No free port from ${FIRST_PORT} on.`)
  const child = fork(PROCESS, { detached: true })
  endWithThisProcess(child)
  child.send({ directory: temporaryFolder('tus-reference'), port })
  await once(child, 'message')
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.disconnect() }
}
