/**
 * Processes that tests and benches start: each leads a group of its own, so that it ends whole, with every process that it
 * started, and never outlives them.
 */

import type { ChildProcess } from 'node:child_process'

/** For a child that was started with `detached: true`: when this process ends, its group does. */
export function endWithThisProcess(child: ChildProcess): void {
  const end = () => signalGroup(child)
  // Ahead of those who remove the folders that it works in.
  process.prependOnceListener('exit', end)
  child.once('exit', () => process.off('exit', end))
}

/** For a bench's main file: a signal that ends it does so in order, so that what it started ends too. */
export function endInOrder(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
}

/** SIGKILL to every process of the group; resolves when its leader is gone. */
export async function killGroup(child: ChildProcess): Promise<void> {
  const isRunning = child.exitCode === null && child.signalCode === null
  const gone = isRunning && new Promise((resolve) => child.once('exit', resolve))
  signalGroup(child)
  await gone
}

function signalGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // ESRCH: the group is gone already, which is what was wanted
  }
}
