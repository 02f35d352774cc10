/**
 * The load generator, a process of its own, so that it shares its thread with nothing: opens the lines of its task, lets
 * some speak, and counts and times what all of them hear. It talks with its parent by messages alone.
 *
 * Next: bench/load/trial.ts
 */

import type { FromGenerator, Phase, Progress, Task } from './measurement.ts'
import { NobodyJoined, runTrial } from './trial.ts'

const tell = (message: FromGenerator, sent: () => void = () => {}): void => void process.send?.(message, sent)
const end = () => process.exit(0)

/** A parent that is gone has nobody else to stop what it began. */
process.once('disconnect', end)

process.once('message', (task: Task) => {
  const told = {
    phase: (phase: Phase) => tell({ type: 'phase', phase }),
    progress: (progress: Progress) => tell({ type: 'progress', progress }),
  }
  runTrial(task, told).then(
    (measurement) => tell({ type: 'done', measurement }, end),
    (error: unknown) => {
      const failures = error instanceof NobodyJoined ? error.failures : {}
      const message = error instanceof Error ? error.message : String(error)
      tell({ type: 'failed', message, failures }, end)
    },
  )
})
