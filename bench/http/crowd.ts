/**
 * All clients of one measurement, in processes beside the one that prints: they meet first, and begin on one word.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { endWithThisProcess } from '../../test/support/process-group.ts'
import { HttpLoadError } from './http-load-error.ts'
import { STEPS, type Step } from './walk.ts'
import type { FromWalker, Walked, WalkerTask } from './walker.ts'

export type Crowd = WalkerTask

const WALKER = new URL('./walker.ts', import.meta.url)
/** One process sends some thousands of requests a second, and the servers need the other core. */
const CLIENTS_PER_PROCESS = 1_000

export async function walkTogether({ clients, ...task }: Crowd): Promise<Walked> {
  const shares = sharesOf(clients)
  const total = clients * task.walks * STEPS.length
  const answered = shares.map(() => 0)
  const walkers = shares.map((share, index) =>
    startWalker({ ...task, clients: share }, (count) => {
      answered[index] = count
      showProgress(
        answered.reduce((sum, each) => sum + each, 0),
        total,
      )
    }),
  )
  await Promise.all(walkers.map(({ ready }) => ready))
  for (const { go } of walkers) go()
  const walked = await Promise.all(walkers.map(({ done }) => done))
  endProgress()
  return together(walked)
}

/** As even as can be, none above the bound. */
function sharesOf(clients: number): number[] {
  const processes = Math.ceil(clients / CLIENTS_PER_PROCESS)
  return Array.from({ length: processes }, (_, index) => Math.floor((clients + index) / processes))
}

function startWalker(task: WalkerTask, onProgress: (answered: number) => void) {
  const child = fork(WALKER, { detached: true })
  endWithThisProcess(child)
  const ready = heard(child, 'ready')
  const done = heard(child, 'walked').then(({ walked }) => {
    child.disconnect()
    return walked
  })
  done.catch(() => {}) // `ready` fails with it, and is awaited first
  child.on('message', (message: FromWalker) => {
    if (message.kind === 'progress') onProgress(message.answered)
  })
  child.send(task)
  return { ready, done, go: () => child.send('go') }
}

function heard<Kind extends FromWalker['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<FromWalker, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromWalker) => {
      if (message.kind === kind) resolve(message as Extract<FromWalker, { kind: Kind }>)
    })
    child.once('exit', (code) => reject(new HttpLoadError(`A process of clients ended with ${code}.`)))
  })
}

/** From the first client's beginning to the last one's end, by the one clock of this machine. */
function together(all: readonly Walked[]): Walked {
  const tookMs = Object.fromEntries(STEPS.map((step) => [step, all.flatMap((walked) => walked.tookMs[step])]))
  const faults: Walked['faults'] = {}
  for (const walked of all) {
    for (const [fault, times] of Object.entries(walked.faults)) faults[fault] = (faults[fault] ?? 0) + times
  }
  return {
    tookMs: tookMs as Record<Step, number[]>,
    faults,
    beganAtMs: Math.min(...all.map(({ beganAtMs }) => beganAtMs)),
    endedAtMs: Math.max(...all.map(({ endedAtMs }) => endedAtMs)),
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  }
}

function showProgress(answered: number, total: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r  ${answered} of ${total} answered `)
}

function endProgress(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K')
}
