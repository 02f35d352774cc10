/**
 * One measurement from beginning to end: everybody joins, the speakers warm up, what they say is measured, they speak on
 * while stragglers settle, everybody leaves.
 *
 * Next: bench/load/scores.ts, where it is added up
 */

import { Absences } from './absences.ts'
import { Arrivals } from './arrivals.ts'
import { Audience, type Seat } from './audience.ts'
import { type Cast, cast } from './cast.ts'
import { SampleProbe } from './ear.ts'
import { Histogram } from './histogram.ts'
import { FRAME_MS, type Window } from './marked-packet.ts'
import {
  BUSY_SHARE,
  type GeneratorLoad,
  type Measurement,
  type Phase,
  type Progress,
  type Task,
} from './measurement.ts'
import { Meter } from './meter.ts'
import { NOTHING_HEARD, Scores } from './scores.ts'
import { Speaker, speak } from './speaking.ts'

/** Listeners are away for the middle third of the measured time, but no longer than this. */
const MAX_STALL_MS = 30_000
/** Above this what holds packets up is part of every delay. */
const LATE_MS = 10
const PROGRESS_EVERY_MS = 1_000
/** Time to begin in: the first packet is not late. */
const START_IN_MS = 100

export interface Told {
  phase(phase: Phase): void
  progress(progress: Progress): void
}

export class NobodyJoined extends Error {
  readonly failures: Record<string, number>

  constructor(failures: Record<string, number>) {
    super('Nobody could join.')
    this.name = 'NobodyJoined'
    this.failures = failures
  }
}

/** @throws {NobodyJoined} and what else makes it pointless to go on. */
export async function runTrial(task: Task, told: Told): Promise<Measurement> {
  const trial = new Trial(task, told)
  const timer = setInterval(() => told.progress(trial.progress()), PROGRESS_EVERY_MS)
  try {
    return await trial.run()
  } finally {
    clearInterval(timer)
    await trial.leave()
  }
}

class Trial {
  readonly #task: Task
  readonly #told: Told
  readonly #window: Window
  readonly #audience: Audience
  readonly #lateness = new Histogram()
  #phase: Phase = 'joining'
  #scores: Scores | undefined

  constructor(task: Task, told: Told) {
    this.#task = task
    this.#told = told
    const from = Math.ceil(task.warmUpMs / FRAME_MS)
    this.#window = { from, to: from + Math.max(1, Math.round(task.measureMs / FRAME_MS)) }
    this.#audience = new Audience(this.#window)
  }

  async run(): Promise<Measurement> {
    this.#begin('joining')
    await this.#audience.join(this.#task.lines, this.#task.rampMs)
    const { seats, failures } = this.#audience
    if (seats.length === 0) throw new NobodyJoined(failures)
    const roles = cast(seats, this.#task)
    const speakers = roles.speakers.map(({ line }, index) => new Speaker(line, index, this.#window))
    const scores = new Scores(roles, speakers, this.#listenClosely(roles))
    this.#scores = scores

    this.#begin('warming-up')
    const startAtMs = performance.now() + START_IN_MS
    const packets = this.#window.to + Math.ceil(this.#task.settleMs / FRAME_MS)
    const speaking = speak(speakers, { startAtMs, packets, lateness: this.#lateness })
    await until(startAtMs + this.#window.from * FRAME_MS)
    this.#begin('measuring')
    const meter = new Meter(seats)
    const losses = lossesOf(roles.steady)
    const [stalled, dropped] = this.#sendAway(roles)
    await until(startAtMs + this.#window.to * FRAME_MS)
    const { seconds, cpuShare, traffic } = meter.read()
    this.#begin('settling')
    await speaking
    return {
      ...{ joined: seats.length, failures, seconds, traffic },
      ...scores.figures(seconds),
      connectionsLost: lossesOf(roles.steady) - losses,
      stalled: stalled.figures(),
      dropped: dropped.figures(),
      generator: generatorLoad(cpuShare, this.#lateness),
    }
  }

  async leave(): Promise<void> {
    this.#begin('leaving')
    await this.#audience.close()
  }

  progress(): Progress {
    const { seats, failed } = this.#audience
    const scores = this.#scores?.progress() ?? NOTHING_HEARD
    return { phase: this.#phase, joined: seats.length, failed, lines: this.#task.lines.length, ...scores }
  }

  #begin(phase: Phase): void {
    this.#phase = phase
    this.#told.phase(phase)
  }

  /** In the second third of the measured time. */
  #sendAway(roles: Cast<Seat>): [stalled: Absences, dropped: Absences] {
    const stalled = new Absences(roles.stalled)
    const dropped = new Absences(roles.dropped)
    const thirdMs = this.#task.measureMs / 3
    setTimeout(() => {
      void stalled.sleep(Math.min(MAX_STALL_MS, thirdMs))
      void dropped.drop()
    }, thirdMs)
    return [stalled, dropped]
  }

  #listenClosely({ sample }: Cast<Seat>): { probes: SampleProbe[]; delay: Histogram } {
    const delay = new Histogram()
    const probes = sample.map(({ ear }) => {
      const probe = new SampleProbe(new Arrivals(this.#window), delay)
      ear.probe = probe
      return probe
    })
    return { probes, delay }
  }
}

const lossesOf = (seats: readonly Seat[]): number => seats.reduce((sum, { line }) => sum + (line.losses ?? 0), 0)

function generatorLoad(cpuShare: number, lateness: Histogram): GeneratorLoad {
  const lateP99Ms = lateness.percentileMs(0.99)
  const isBottleneck = cpuShare > BUSY_SHARE || lateP99Ms > LATE_MS
  return { cpuShare, lateP99Ms, lateMaxMs: lateness.maxMs, isBottleneck }
}

const until = (atMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - performance.now())))
