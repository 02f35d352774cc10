/**
 * Brings one message to the server: asks what src/client/messages/outgoing-state.ts wants asked, when it wants it asked. In a
 * worker, whose timers nobody throttles.
 */

import { EarshotError } from '../errors.ts'
import type { OutgoingState } from './outgoing-state.ts'
import { askServer, type Sending, takeBack } from './tus-line.ts'
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

export class UploadRunner {
  readonly state: OutgoingState
  readonly #sending: Sending
  readonly #edge: RunnerEdge
  readonly #stop = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(state: OutgoingState, sending: Omit<Sending, 'signal'>, edge: RunnerEdge) {
    this.state = state
    this.#sending = { ...sending, signal: this.#stop.signal }
    this.#edge = edge
  }

  /** Something has changed: there may be more to ask now. */
  look(): void {
    clearTimeout(this.#timer)
    if (this.#stop.signal.aborted) return
    const step = this.state.next(nowMs())
    if (step === undefined) this.#lookLater()
    else if (hasNoLine()) this.#wait()
    else void this.#ask(step)
  }

  /** The line may be back. */
  hurry(): void {
    this.state.hurry(nowMs())
    this.look()
  }

  /** Nothing more is asked, and what is under way is broken off. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#stop.abort()
  }

  /** What the server has of the bytes goes there too; a message that it has stays one. */
  async forget(): Promise<void> {
    const { upload } = this.state.addresses
    this.stop()
    if (upload === null || this.state.outcome.is === 'stored') return
    const token = await this.#edge.token().catch(() => undefined) // then it expires by itself
    if (token !== undefined) await takeBack(upload, token)
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
    if (step.do === 'append' && step.lengthBytes !== null) this.#edge.changed() // its answer may come to nobody
    const answer = await this.#answer(step)
    if (this.#stop.signal.aborted) return
    this.state.answered(answer, nowMs())
    this.#edge.changed()
    this.look()
  }

  /** The token may have expired: then another one is asked for. */
  async #answer(step: Step): Promise<Answer> {
    try {
      const token = await this.#edge.token()
      const answer = await askServer(step, this.#sending, token)
      return answer.status === 401 ? await askServer(step, this.#sending, await this.#edge.token(token)) : answer
    } catch (error) {
      const code = error instanceof EarshotError ? error.code : 'unreachable'
      return PASSING.includes(code) ? { status: 0 } : { status: 403, code }
    }
  }
}
