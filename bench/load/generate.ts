/**
 * Starts a load generator in a process of its own and brings back what it measured. For `npm run load` and for whatever
 * else measures relays: a server needs nothing but a module that opens lines to it (bench/load/line.ts).
 *
 * Next: bench/load/generator.ts
 */

import { fork } from 'node:child_process'
import type { FromGenerator, Measurement, Phase, Progress, Task } from './measurement.ts'

const GENERATOR = new URL('./generator.ts', import.meta.url)

export interface Watching {
  /** A phase begins: the moment to read a server's CPU time, for example. */
  phase?(phase: Phase): void
  /** About once a second. */
  progress?(progress: Progress): void
}

/** It was not possible to measure. `failures` says why lines did not open, and how many. */
export class GeneratorFailed extends Error {
  readonly failures: Record<string, number>

  constructor(message: string, failures: Record<string, number> = {}) {
    super(message)
    this.name = 'GeneratorFailed'
    this.failures = failures
  }
}

/** Rejects with `GeneratorFailed` when nobody could join. The process ends with this one. */
export function generate(task: Task, watching: Watching = {}): Promise<Measurement> {
  // NaN and the histogram's counters do not survive JSON.
  const generator = fork(GENERATOR, { serialization: 'advanced' })
  return new Promise((resolve, reject) => {
    generator.on('message', (message: FromGenerator) => {
      if (message.type === 'phase') watching.phase?.(message.phase)
      else if (message.type === 'progress') watching.progress?.(message.progress)
      else if (message.type === 'done') resolve(message.measurement)
      else reject(new GeneratorFailed(message.message, message.failures))
    })
    generator.once('exit', (code) =>
      reject(new GeneratorFailed(`The generator ended with ${code} before it had measured.`)),
    )
    generator.send(task)
  })
}
