/** Pages of everybody in the room, brought to those who asked: they come in the order in which they were asked for. */

import { EarshotError } from './errors.ts'
import type { RosterPage, SessionEvent } from './session-messages.ts'

interface Waiting {
  resolve: (page: RosterPage) => void
  reject: (error: EarshotError) => void
}

export class RosterPages {
  readonly #waiting: Waiting[] = []

  /** The next page that comes and is nobody's yet. */
  next(): Promise<RosterPage> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  /** Settles what `event` answers; when the session is over, everything. */
  settle(event: SessionEvent): void {
    if (event.type === 'roster') this.#waiting.shift()?.resolve(event)
    if (event.type !== 'closed') return
    for (const { reject } of this.#waiting.splice(0)) reject(new EarshotError('aborted'))
  }
}
