/**
 * What was asked of the room and has no answer yet: kept across reconnects, and sent again with the same id, which stores
 * it once [C10, C12, R10]. Pure.
 */

import type { ClientMessageOf } from '../protocol/client-message.ts'

export type Request = ClientMessageOf<'say'> | ClientMessageOf<'moderate'>

/** Well below what a connection may send at once, for after a reconnect they all go out together. */
export const MAX_REQUESTS = 50
/** After this many tries it is the server that has a problem. */
const MAX_TRIES = 4
const RETRY_STEP_MS = 500

interface Pending {
  readonly request: Request
  tries: number
  /** When to send it again after the room could not store it. */
  againAtMs: number | undefined
}

export class Requests {
  /** In the order in which they were asked. */
  readonly #pending = new Map<string, Pending>()

  /** Keeps a request; false when there are too many. */
  add(request: Request): boolean {
    if (this.#pending.size >= MAX_REQUESTS) return false
    this.#pending.set(request.id, { request, tries: 1, againAtMs: undefined })
    return true
  }

  /** It was answered. False when it is none of these. */
  settle(id: string): boolean {
    return this.#pending.delete(id)
  }

  /** It could not be stored: false when it was tried often enough. */
  retry(id: string, nowMs: number): boolean {
    const pending = this.#pending.get(id)
    if (pending === undefined || pending.tries >= MAX_TRIES) return false
    pending.againAtMs = nowMs + RETRY_STEP_MS * 2 ** pending.tries
    pending.tries += 1
    return true
  }

  /** All of them, in order, for a new connection. */
  all(): Request[] {
    for (const pending of this.#pending.values()) pending.againAtMs = undefined
    return [...this.#pending.values()].map(({ request }) => request)
  }

  nextDeadlineMs(): number | undefined {
    const deadlines = [...this.#pending.values()].flatMap(({ againAtMs }) => againAtMs ?? [])
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  /** Those whose time to be sent again has come. */
  due(nowMs: number): Request[] {
    const due = [...this.#pending.values()].filter(({ againAtMs }) => againAtMs !== undefined && againAtMs <= nowMs)
    for (const pending of due) pending.againAtMs = undefined
    return due.map(({ request }) => request)
  }
}
