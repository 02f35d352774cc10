/**
 * Brings one message to the server: asks what src/client/messages/outgoing-state.ts wants asked, when it wants it asked. In a
 * worker, whose timers nobody throttles.
 */

import { EarshotError } from '../errors.ts'
import type { OutgoingState } from './outgoing-state.ts'
import { askServer, type Sending } from './tus-line.ts'
import { isPassing } from './upload-answers.ts'
import type { Answer, Step } from './upload-steps.ts'

export interface RunnerEdge {
  /** One that is not `refused`. @throws {EarshotError} `unreachable` when there is none now, others when there never will be */
  token(refused?: string): Promise<string>
  /** Something came of a question, or is about to. */
  changed(): void
}

/** Since 1970, by a clock that nobody sets while it runs. */
export const nowMs = (): number => performance.timeOrigin + performance.now()

/** As far as the device knows; Node does not say. */
const hasNoLine = (): boolean => navigator.onLine === false

/** Unless the token is it, whatever keeps from asking passes. */
const PASSING = ['unreachable', 'too-fast']
/** Whoever stops is owed the answers of these: it says what there is at the server. */
const FOR_CERTAIN = new AbortController().signal

export class UploadRunner {
  readonly state: OutgoingState
  readonly #sending: Omit<Sending, 'signal'>
  readonly #edge: RunnerEdge
  readonly #stop = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The first question, as long as it has no answer. */
  #beginning: Promise<void> | undefined

  constructor(state: OutgoingState, sending: Omit<Sending, 'signal'>, edge: RunnerEdge) {
    this.state = state
    this.#sending = sending
    this.#edge = edge
  }

  /** Something has changed: there may be more to ask now. */
  look(): void {
    clearTimeout(this.#timer)
    if (this.#stop.signal.aborted) return
    const step = this.state.next(nowMs())
    if (step === undefined) this.#lookLater()
    else if (hasNoLine()) this.#wait()
    else if (step.do === 'begin') this.#beginning = this.#ask(step)
    else void this.#ask(step)
  }

  /** The line may be back. */
  hurry(): void {
    this.state.hurry(nowMs())
    this.look()
  }

  /** Nothing more is asked, and what is under way is broken off, but for the first question. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#stop.abort()
  }

  /**
   * What the server has of the bytes goes there too; a message that it has stays one. False: it could not be asked, and may
   * still have some.
   */
  async forget(): Promise<boolean> {
    this.stop()
    await this.#beginning
    const { upload, isBegun } = this.state.addresses
    if (this.state.outcome.is === 'stored' || (upload === null && !isBegun)) return true
    if (hasNoLine()) return false
    return upload === null ? this.#forgetUnnamed() : this.#takeBack(upload)
  }

  /** Asked for again, the same message is the same upload (U3): so its address is found whose answer was lost. */
  async #forgetUnnamed(): Promise<boolean> {
    const { status, location } = await this.#answer({ do: 'begin' }, FOR_CERTAIN)
    return location === undefined ? !isPassing(status) : this.#takeBack(location)
  }

  async #takeBack(url: string): Promise<boolean> {
    const { status } = await this.#answer({ do: 'take-back', url }, FOR_CERTAIN)
    return !isPassing(status)
  }

  #lookLater(): void {
    const deadlineMs = this.state.nextDeadlineMs()
    if (deadlineMs === undefined) return
    this.#timer = setTimeout(() => this.look(), Math.max(0, deadlineMs - nowMs()))
  }

  #wait(): void {
    this.state.unasked(nowMs())
    this.#edge.changed()
    this.#lookLater()
  }

  async #ask(step: Step): Promise<void> {
    const isFirst = step.do === 'begin'
    if (isFirst || isLast(step)) this.#edge.changed() // its answer may come to nobody
    const answer = await this.#answer(step, isFirst ? FOR_CERTAIN : this.#stop.signal)
    if (this.#stop.signal.aborted && !isFirst) return
    this.state.answered(answer, nowMs())
    this.#edge.changed()
    this.look()
  }

  /** The token may have expired: then another one is asked for. */
  async #answer(step: Step, signal: AbortSignal): Promise<Answer> {
    const sending = { ...this.#sending, signal }
    try {
      const token = await this.#edge.token()
      const answer = await askServer(step, sending, token)
      return answer.status === 401 ? await askServer(step, sending, await this.#edge.token(token)) : answer
    } catch (error) {
      const code = error instanceof EarshotError ? error.code : 'unreachable'
      return PASSING.includes(code) ? { status: 0 } : { status: 403, code }
    }
  }
}

const isLast = (step: Step): boolean => step.do === 'append' && step.lengthBytes !== null
