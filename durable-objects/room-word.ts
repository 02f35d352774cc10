/**
 * The Archive's word to its room, and to the index about it. Nothing here is waited for by anybody who asked for
 * something else, and nothing is lost when it fails.
 */

import type { Entry } from '../src/protocol/room-message.ts'
import type { ClipNews } from '../src/room/lists.ts'
import { setLive } from '../src/store/rooms.ts'
import { logFailure } from './failure-log.ts'

/** The index may have been told otherwise meanwhile, by whoever found nobody here: it is told again after this. */
const TOLD_FOR_MS = 60_000

export class RoomWord {
  readonly #ctx: DurableObjectState
  readonly #env: Env
  #told: { live: boolean; atMs: number } | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    this.#ctx = ctx
    this.#env = env
  }

  /** A push that fails loses nothing: the room sees the gap at the next number it hears of, and pulls. */
  deliver(entries: Entry[]): Promise<void> {
    return this.#try('deliver', () => this.#room.deliver(entries))
  }

  /** Who misses it learns the same from the log, or when they come back. */
  tell(news: ClipNews): Promise<void> {
    return this.#try('tell', () => this.#room.tell(news))
  }

  /** Everybody goes. Who is not reached has nothing left to come back to. */
  destroyed(): Promise<void> {
    return this.#try('empty', () => this.#room.destroyed())
  }

  /** Whether somebody is here, for the list of live rooms; whoever reads that list looks again. */
  isLive(live: boolean): void {
    const nowMs = Date.now()
    if (this.#told?.live === live && nowMs - this.#told.atMs < TOLD_FOR_MS) return
    this.#told = { live, atMs: nowMs }
    this.#ctx.waitUntil(this.#try('live', () => setLive(this.#env.INDEX, this.#name, live)))
  }

  get #name(): string {
    return this.#ctx.id.name ?? ''
  }

  get #room() {
    return this.#env.ROOMS.getByName(this.#name)
  }

  async #try(during: string, word: () => Promise<unknown>): Promise<void> {
    try {
      await word()
    } catch (error) {
      logFailure(during, error)
    }
  }
}
