/**
 * The Room's line to its Archive: carries out the effects that ask the Archive something, in the order in which they
 * were decided, and hands what it answers back to `LiveRoom`. It decides nothing.
 *
 * Next: durable-objects/archive.ts
 */

import type { Effect } from '../src/room/effect.ts'
import type { LiveRoom } from '../src/room/live-room.ts'
import { logFailure } from './failure-log.ts'

/** The effects that are the Archive's to answer. */
const ASKED = ['admit', 'append', 'recall', 'release', 'consent', 'spool', 'pull'] as const
type Asking = Effect<WebSocket> & { do: (typeof ASKED)[number] }
type AskingTo<Do extends Asking['do']> = Extract<Asking, { do: Do }>

export interface RoomParts {
  room: LiveRoom<WebSocket>
  archives: Env['ARCHIVES']
  /** The room's id, and its Archive's name. */
  name: string
  nowMs: () => number
  carryOut: (effects: readonly Effect<WebSocket>[]) => void
}

export class ArchiveLine {
  readonly #parts: RoomParts
  #stub: ReturnType<Env['ARCHIVES']['getByName']> | undefined

  constructor(parts: RoomParts) {
    this.#parts = parts
  }

  /** Synchronous up to the call, so that calls leave in order. What comes back comes in its own time. */
  carryOut(effect: Asking): void {
    switch (effect.do) {
      case 'admit':
        void this.#admit(effect)
        break
      case 'append':
        void this.#append(effect)
        break
      case 'recall':
        void this.#recall(effect)
        break
      case 'release':
        void this.#release(effect)
        break
      case 'consent':
        void this.#consent(effect)
        break
      case 'spool':
        void this.#spool(effect)
        break
      case 'pull':
        void this.#pull(effect)
        break
      default:
        effect satisfies never
    }
  }

  /** One stub for all calls: only those over one stub arrive in the order in which they were made. */
  get #archive() {
    this.#stub ??= this.#parts.archives.getByName(this.#parts.name)
    return this.#stub
  }

  /** A stub whose object has failed stays broken. */
  #failed(during: string, error: unknown): void {
    logFailure(during, error)
    this.#stub = undefined
  }

  async #admit({ connection, request }: AskingTo<'admit'>): Promise<void> {
    const { room, nowMs, carryOut } = this.#parts
    try {
      const admission = await this.#archive.admit(request)
      carryOut(room.admitted(connection, admission, nowMs()))
    } catch (error) {
      this.#failed('admit', error)
      carryOut(room.admissionFailed(connection))
    }
  }

  async #append({ connection, request }: AskingTo<'append'>): Promise<void> {
    const { room, carryOut } = this.#parts
    try {
      const appended = await this.#archive.append(request)
      carryOut(room.answers.appended(connection, request.id, appended))
    } catch (error) {
      this.#failed('append', error)
      carryOut(room.answers.appendFailed(connection, request.id))
    }
  }

  async #recall({ connection, person, id }: AskingTo<'recall'>): Promise<void> {
    const { room, carryOut } = this.#parts
    try {
      const number = await this.#archive.numberOf(person, id)
      carryOut(room.answers.recalled(connection, id, number))
    } catch (error) {
      this.#failed('recall', error)
      carryOut(room.answers.appendFailed(connection, id))
    }
  }

  async #release({ do: _, ...departure }: AskingTo<'release'>): Promise<void> {
    try {
      await this.#archive.release(departure)
    } catch (error) {
      this.#failed('release', error) // the Archive forgets the session by itself, later
    }
  }

  async #spool({ connection, request }: AskingTo<'spool'>): Promise<void> {
    const { room, carryOut } = this.#parts
    try {
      await this.#archive.spool(request)
      carryOut(room.keeping.answered(connection, request.bytes.length, request))
    } catch (error) {
      this.#failed('spool', error) // its speaker has it still, and posts it
      carryOut(room.keeping.answered(connection, request.bytes.length, undefined))
    }
  }

  async #consent({ do: _, ...consent }: AskingTo<'consent'>): Promise<void> {
    try {
      await this.#archive.consent(consent)
    } catch (error) {
      this.#failed('consent', error) // it is told again with what is spooled, and when the member leaves
    }
  }

  async #pull({ after }: AskingTo<'pull'>): Promise<void> {
    const { room, nowMs, carryOut } = this.#parts
    try {
      const entries = await this.#archive.entriesAfter(after)
      carryOut(room.entriesReceived(entries, 'pulled', nowMs()))
    } catch (error) {
      this.#failed('pull', error) // the next entry shows the same gap, and is pulled then
    }
  }
}
