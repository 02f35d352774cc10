/** What callers of a room wait for: one promise for each thing asked, settled by the session's events. */

import { EarshotError, type EarshotErrorCode } from './errors.ts'
import { errorOfEnd } from './session-link.ts'
import type { SessionEvent } from './session-messages.ts'

/** What a page of older entries is awaited by; requests have random ids. */
export const OLDER_ENTRIES = 'older entries'

/** By the `error` codes of docs/protocol.md, C22, and the session's own. */
const CODES: Record<string, EarshotErrorCode> = {
  'invalid-message': 'invalid',
  'not-allowed': 'not-allowed',
  'no-such-member': 'no-such-member',
  'unknown-person': 'unknown-person',
  'not-stored': 'not-stored',
  'too-fast': 'too-fast',
}

interface Waiting {
  promise: Promise<number>
  resolve: (number: number) => void
  reject: (error: EarshotError) => void
}

export class Awaited {
  readonly #waiting = new Map<string, Waiting>()

  isAwaited(id: string): boolean {
    return this.#waiting.has(id)
  }

  /** The same promise for all who wait for the same thing. */
  promise(id: string): Promise<number> {
    const waiting = this.#waiting.get(id) ?? newWaiting()
    this.#waiting.set(id, waiting)
    return waiting.promise
  }

  /** Settles what `event` answers; when the session is over, everything. */
  settle(event: SessionEvent): void {
    switch (event.type) {
      case 'done':
        this.#take(event.id)?.resolve(event.number)
        break
      case 'refused':
        this.#take(event.id)?.reject(new EarshotError(CODES[event.code] ?? 'protocol', { cause: event }))
        break
      case 'older':
        this.#take(OLDER_ENTRIES)?.resolve(event.entries.length)
        break
      case 'older-failed':
        this.#take(OLDER_ENTRIES)?.reject(new EarshotError(event.code, { retryAfterMs: event.retryAfterMs }))
        break
      case 'closed':
        for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(abortedBy(event))
    }
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }
}

/** Its cause is what ended the session, if the client did not. */
const abortedBy = (end: Extract<SessionEvent, { type: 'closed' }>): EarshotError =>
  new EarshotError('aborted', { cause: errorOfEnd(end) })

/** `Promise.withResolvers`, which browsers have only since 2024. */
function newWaiting(): Waiting {
  const settle: Partial<Waiting> = {}
  const promise = new Promise<number>((resolve, reject) => Object.assign(settle, { resolve, reject }))
  return { ...(settle as Waiting), promise }
}
