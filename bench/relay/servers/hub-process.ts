/**
 * Starts the servers that are a program of ours around a WebSocket library: the program takes any free port on loopback,
 * writes its number as its first line, and relays each message of a connection to all others.
 */

import { spawn } from 'node:child_process'
import { endWithThisProcess, killGroup } from '../../../test/support/process-group.ts'
import type { Server } from '../server.ts'
import { hubLine } from './hub-line.ts'

const START_WITHIN_MS = 10_000

export async function startHub(version: string, command: string, args: readonly string[]): Promise<Server> {
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  endWithThisProcess(child)
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${version} did not start.`)), START_WITHIN_MS)
    child.stdout.once('data', (line) => resolve(Number(line)))
    child.once('error', reject).once('exit', (code) => reject(new Error(`${version} ended with ${code}.`)))
    child.once('exit', () => clearTimeout(timer)).stdout.once('data', () => clearTimeout(timer))
  })
  return {
    pid: child.pid as number,
    version,
    lines: async ({ members }) => Array.from({ length: members }, () => hubLine(`ws://127.0.0.1:${port}`)),
    stop: () => killGroup(child),
  }
}
