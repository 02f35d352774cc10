/**
 * The Earshot that browser tests share: starting one takes seconds, and rooms do not know of each other. It starts when
 * first asked for, in the process that outlives all files (vitest's `globalSetup`), and ends with it. Who kills a server
 * starts one of their own.
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
    /** Where the Earshot of a project is asked for. */
    earshot: string
  }
}

export async function sharedEarshot(): Promise<SharedEarshot> {
  const answer = await fetch(inject('earshot'))
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

let starting: Promise<EarshotServer> | undefined
let desk: Server | undefined

export async function setup(project: TestProject): Promise<void> {
  const opened = createServer((_, answer) => void giveServer(answer))
  desk = opened
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve))
  project.provide('earshot', `http://127.0.0.1:${(opened.address() as AddressInfo).port}`)
}

export async function teardown(): Promise<void> {
  desk?.closeAllConnections()
  desk?.close()
  const server = await starting
  await server?.kill()
  if (server !== undefined) await rm(server.state, { recursive: true, force: true, maxRetries: 5 })
}

async function giveServer(answer: ServerResponse): Promise<void> {
  starting ??= startEarshot()
  try {
    const { origin, port } = await starting
    answer.end(JSON.stringify({ origin, port } satisfies SharedEarshot))
  } catch (error) {
    starting = undefined
    answer.writeHead(500).end(String(error))
  }
}
