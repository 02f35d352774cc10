/** What callers of a room wait for: one promise for each request, settled by the session's events. */

import { EarshotError, type EarshotErrorCode } from './errors.ts'

/** By the `error` codes of docs/protocol.md, C22, and the session's own. */
const CODES: Record<string, EarshotErrorCode> = {
  'invalid-message': 'invalid',
  'not-allowed': 'not-allowed',
  'no-such-member': 'no-such-member',
  'not-stored': 'not-stored',
  'too-fast': 'too-fast',
}

export class Awaited {
  readonly #waiting = new Map<string, PromiseWithResolvers<number>>()

  /** A promise of the number under which the request is stored. */
  promise(id: string): Promise<number> {
    const waiting = Promise.withResolvers<number>()
    this.#waiting.set(id, waiting)
    return waiting.promise
  }

  done(id: string, number: number): void {
    this.#take(id)?.resolve(number)
  }

  refused(id: string, code: string, message: string): void {
    this.#take(id)?.reject(new EarshotError(CODES[code] ?? 'protocol', { cause: { code, message } }))
  }

  /** Nothing will be answered any more. */
  abandon(): void {
    for (const { reject } of this.#waiting.values()) reject(new EarshotError('aborted'))
    this.#waiting.clear()
  }

  #take(id: string): PromiseWithResolvers<number> | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }
}
