/** What a session asks of its room and how that is answered: `Requests`, in the words of both sides. Pure. */

import type { RoomMessageOf } from '../protocol/room-message.ts'
import { type Request, Requests } from './requests.ts'
import { type SessionEffect, say, tell } from './session-messages.ts'

export class SessionRequests {
  readonly #requests = new Requests()

  /** Asks, if `isIn` the room, now; else with the next `welcome`. */
  ask(request: Request, isIn: boolean): SessionEffect[] {
    if (this.#requests.add(request)) return isIn ? [say(request)] : []
    const message = 'Too much waits to be stored already.'
    return [tell({ type: 'refused', id: request.id, code: 'too-fast', message })]
  }

  /** All that has no answer, over a new line. */
  again(): SessionEffect[] {
    return this.#requests.all().map(say)
  }

  acknowledged({ id, number }: RoomMessageOf<'ack'>): SessionEffect[] {
    this.#requests.settle(id)
    return [tell({ type: 'done', id, number })]
  }

  refused({ id, code, message }: RoomMessageOf<'error'>, nowMs: number): SessionEffect[] {
    if (id === undefined || (code === 'not-stored' && this.#requests.retry(id, nowMs))) return []
    this.#requests.settle(id)
    return [tell({ type: 'refused', id, code, message })]
  }

  nextDeadlineMs(): number | undefined {
    return this.#requests.nextDeadlineMs()
  }

  tick(isIn: boolean, nowMs: number): SessionEffect[] {
    const due = this.#requests.due(nowMs)
    return isIn ? due.map(say) : []
  }
}
