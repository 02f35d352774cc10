/**
 * The Archive's word to its room, and to the index about it.
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
  #telling = Promise.resolve()

  constructor(ctx: DurableObjectState, env: Env) {
    this.#ctx = ctx
    this.#env = env
  }

  /** A push that fails loses nothing: the room sees the gap at the next number it hears of, and pulls. Answers whether it came. */
  deliver(entries: Entry[]): Promise<boolean> {
    return this.#try('deliver', () => this.#room.deliver(entries))
  }

  /** Who misses it learns the same from the log, or when they come back. */
  tell(news: ClipNews): Promise<boolean> {
    return this.#try('tell', () => this.#room.tell(news))
  }

  /** Everybody goes. Rejects when the room cannot be reached: somebody may be in it then. */
  async destroyed(): Promise<void> {
    await this.#room.destroyed()
  }

  /** How many are in it, those *reconnecting* among them. Rejects as `destroyed` does. */
  async headcount(): Promise<number> {
    return this.#room.headcount()
  }

  /** Whether somebody is here, for the list of live rooms, in the order in which it changed; whoever reads that list looks again. */
  isLive(live: boolean): void {
    const nowMs = Date.now()
    if (this.#told?.live === live && nowMs - this.#told.atMs < TOLD_FOR_MS) return
    this.#told = { live, atMs: nowMs }
    this.#telling = this.#telling.then(async () => {
      const isWritten = await this.#try('live', () => setLive(this.#env.INDEX, this.#name, live))
      if (!isWritten) this.#told = undefined
    })
    this.#ctx.waitUntil(this.#telling)
  }

  get #name(): string {
    return this.#ctx.id.name ?? ''
  }

  get #room() {
    return this.#env.ROOMS.getByName(this.#name)
  }

  async #try(during: string, word: () => Promise<unknown>): Promise<boolean> {
    try {
      await word()
      return true
    } catch (error) {
      logFailure(during, error)
      return false
    }
  }
}
