/**
 * The hostile side, a process of its own: takes a task from its parent, sends so many requests made from its seed, and
 * sends back what was answered.
 */

import { Dice } from '../trials/hostile/dice.ts'
import { attackOn } from './attacks.ts'
import type { HostileRequest } from './request.ts'
import type { Route } from './routes.ts'
import { Sender } from './send.ts'
import { Throttle } from './throttle.ts'
import { faultOf, isPlatforms } from './verdict.ts'
import type { World } from './world.ts'

export interface HordeTask {
  origin: string
  routes: Route[]
  world: World
  seed: number
  requests: number
  workerdPid: number
  /** How much of its time the runtime may be busy. */
  busyShare: number
}

export interface Finding {
  /** The request can be made again from the run's seed and this. */
  number: number
  fault: string
  kind: string
  request: string
  answer: string
}

export interface HordeReport {
  requests: number
  /** Those to which any 2xx would be a break-in. */
  mustFail: number
  /** By status; `platform` before those that never came to the Worker. */
  answers: Record<string, number>
  kinds: Record<string, number>
  operations: Record<string, number>
  brokenOff: number
  findings: Finding[]
  faults: Record<string, number>
}

const AT_ONCE = 64
const FIRST_PER_SECOND = 60
const MOST_FINDINGS = 40
const SHOWN = 300
/** An odd number far from 1, so that seeds next to each other have nothing in common. */
const SEED_STEP = 0x9e3779b1

process.once('message', async (task: HordeTask) => {
  const report = await new Horde(task).run()
  process.send?.(report, () => process.exit(0))
})

class Horde {
  readonly #task: HordeTask
  readonly #sender: Sender
  readonly #throttle: Throttle
  readonly #report: HordeReport
  #next = 0

  constructor(task: HordeTask) {
    this.#task = task
    this.#sender = new Sender(task.origin)
    this.#throttle = new Throttle({ pid: task.workerdPid, busyShare: task.busyShare, perSecond: FIRST_PER_SECOND })
    this.#report = {
      requests: 0,
      mustFail: 0,
      answers: {},
      kinds: {},
      operations: {},
      brokenOff: 0,
      findings: [],
      faults: {},
    }
  }

  async run(): Promise<HordeReport> {
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#goOn()))
    this.#sender.close()
    return this.#report
  }

  async #goOn(): Promise<void> {
    const { seed, requests, routes, world } = this.#task
    while (this.#next < requests) {
      const number = this.#next++
      await this.#throttle.take()
      const request = attackOn(new Dice(Math.imul(seed, SEED_STEP) + number), routes, world)
      await this.#send(number, request)
    }
  }

  async #send(number: number, request: HostileRequest): Promise<void> {
    const report = this.#report
    report.requests += 1
    if (request.mustFail) report.mustFail += 1
    count(report.kinds, request.kind)
    count(report.operations, request.operation)
    try {
      const answer = await this.#sender.send(request)
      if (answer === undefined) {
        report.brokenOff += 1
        return
      }
      const status = answer.closeCode === undefined ? String(answer.status) : `101, closed with ${answer.closeCode}`
      count(report.answers, isPlatforms(answer) ? `platform ${status}` : status)
      const fault = faultOf(request, answer)
      if (fault !== undefined) this.#note(number, request, fault, `${status} ${answer.body}`)
    } catch (error) {
      this.#note(number, request, 'no answer', String(error))
    }
  }

  #note(number: number, { kind, method, path, body }: HostileRequest, fault: string, answer: string): void {
    const { findings, faults } = this.#report
    count(faults, fault)
    if (findings.length >= MOST_FINDINGS) return
    const request = `${method} ${path} ${typeof body === 'string' ? body : ''}`.slice(0, SHOWN)
    findings.push({ number, fault, kind, request, answer: answer.slice(0, SHOWN) })
  }
}

function count(figures: Record<string, number>, what: string): void {
  figures[what] = (figures[what] ?? 0) + 1
}
