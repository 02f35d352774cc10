/**
 * The Earshots that browser tests share, one for each file that runs at a time: starting one takes seconds, and rooms do not
 * know of each other. They start when first asked for, in the process that outlives all files (vitest's `globalSetup`), and
 * end with it. Who kills a server starts one of their own.
 */

import { rm } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { type EarshotServer, startEarshot } from './earshot-server.ts'

export type SharedEarshot = Pick<EarshotServer, 'origin' | 'port'>

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the Earshots of a project are asked for. */
    earshots: string
  }
}

/** The one of this worker. */
export async function sharedEarshot(): Promise<SharedEarshot> {
  const answer = await fetch(`${inject('earshots')}/${process.env.VITEST_POOL_ID}`)
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

const servers = new Map<string, Promise<EarshotServer>>()
let desk: Server | undefined

export async function setup(project: TestProject): Promise<void> {
  const opened = createServer(({ url = '' }, answer) => void giveServer(url, answer))
  desk = opened
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve))
  project.provide('earshots', `http://127.0.0.1:${(opened.address() as AddressInfo).port}`)
}

export async function teardown(): Promise<void> {
  desk?.closeAllConnections()
  desk?.close()
  for (const server of await Promise.all(servers.values())) {
    await server.kill()
    await rm(server.state, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function giveServer(worker: string, answer: ServerResponse): Promise<void> {
  const starting = servers.get(worker) ?? startEarshot()
  servers.set(worker, starting)
  try {
    const { origin, port } = await starting
    answer.end(JSON.stringify({ origin, port } satisfies SharedEarshot))
  } catch (error) {
    servers.delete(worker)
    answer.writeHead(500).end(String(error))
  }
}
