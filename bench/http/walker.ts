/**
 * A process of clients: opens nothing until its parent says so, then has all of them walk at once, each at its own pace,
 * and hands over how long every request took and which went wrong.
 */

import { randomUUID } from 'node:crypto'
import { KeptConnection } from './kept-connection.ts'
import { type Answer, askFor, judge, STEPS, type Step, type Walk } from './walk.ts'

export interface WalkerTask {
  origin: string
  clients: number
  walks: number
}

export interface Walked {
  /** Of every request, whatever came of it. */
  tookMs: Record<Step, number[]>
  /** How often each thing went wrong. */
  faults: Record<string, number>
  beganAtMs: number
  endedAtMs: number
  /** Processor time of this process while its clients walked. */
  cpuMs: number
}

export type FromWalker = { kind: 'ready' } | { kind: 'progress'; answered: number } | { kind: 'walked'; walked: Walked }

const PROGRESS_EVERY_MS = 500

const tell = (message: FromWalker): void => void process.send?.(message)

process.once('message', (task: WalkerTask) => {
  process.once('message', () => walkAll(task).then((walked) => tell({ kind: 'walked', walked })))
  process.once('disconnect', () => process.exit(0))
  tell({ kind: 'ready' })
})

async function walkAll({ origin, clients, walks }: WalkerTask): Promise<Walked> {
  const tookMs: Walked['tookMs'] = { create: [], token: [], list: [], log: [] }
  const faults: Walked['faults'] = {}
  let answered = 0
  const progress = setInterval(() => tell({ kind: 'progress', answered }), PROGRESS_EVERY_MS)
  const note = (step: Step, ms: number, fault: string | undefined): void => {
    answered += 1
    tookMs[step].push(ms)
    if (fault !== undefined) faults[fault] = (faults[fault] ?? 0) + 1
  }
  const usedBefore = process.cpuUsage()
  const beganAtMs = Date.now()
  await Promise.all(Array.from({ length: clients }, () => live(origin, walks, note)))
  clearInterval(progress)
  const used = process.cpuUsage(usedBefore)
  return { tookMs, faults, beganAtMs, endedAtMs: Date.now(), cpuMs: (used.user + used.system) / 1000 }
}

type Note = (step: Step, ms: number, fault: string | undefined) => void

async function live(origin: string, walks: number, note: Note): Promise<void> {
  const connection = new KeptConnection(origin)
  for (let count = 0; count < walks; count += 1) await walkOnce(connection, note)
  connection.close()
}

/** A step that went wrong ends the walk: the ones behind it stand on what it would have taught. */
async function walkOnce(connection: KeptConnection, note: Note): Promise<void> {
  let walk: Walk = { name: `Room ${randomUUID().slice(0, 8)}` }
  for (const step of STEPS) {
    const beganAtMs = performance.now()
    const answer = await connection.send(askFor(step, walk))
    const next = judge(step, walk, answer)
    note(step, performance.now() - beganAtMs, next === undefined ? faultOf(step, answer) : undefined)
    if (next === undefined) return
    walk = next
  }
}

const faultOf = (step: Step, { status, body }: Answer): string =>
  `${step}: ${status} ${JSON.stringify(body)?.slice(0, 120)}`
