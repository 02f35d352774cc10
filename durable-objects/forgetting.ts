/**
 * How clips are forgotten: gone from the log, the spool and for every reader in one turn. Their copies in R2 and D1 are
 * the outbox's to erase; what is due next is the alarm's to know.
 */

import { emptiedEntry, forgottenEntry, forgottenTalk, NOBODY, type StoredTalk } from '../src/archive/stored-talk.ts'
import type { Person } from '../src/protocol/fields.ts'
import { randomId } from '../src/tokens/random-id.ts'
import type { KeepingParts } from './keeping-parts.ts'

/** Clips whose days are over go in batches: one entry of the log names this many. */
const EXPIRED_AT_ONCE = 100
const DAY_MS = 86_400_000

export class Forgetting {
  readonly #parts: KeepingParts
  readonly #close: (clip: string) => void

  /** `close` ends what is being listened to while it is spoken. */
  constructor(parts: KeepingParts, close: (clip: string) => void) {
    this.#parts = parts
    this.#close = close
  }

  /** `by` null: their days are over. */
  forget(some: readonly StoredTalk[], by: Person | null): void {
    const { tables, talks, heard, messages, ctx } = this.#parts
    const nowMs = Date.now()
    const entry = ctx.storage.transactionSync(() => {
      for (const talk of some) {
        const known = talk.entry === null ? undefined : tables.entryNumbered(talk.entry)
        if (known !== undefined) tables.replaceEntry(emptiedEntry(known))
        talks.dropChunks(talk.clip)
        heard.drop(talk.clip)
        messages.dropBurning(talk.clip)
        talks.keepTalk(forgottenTalk(talk, by, ctx.id.name ?? '', nowMs))
      }
      const clips = some.filter((talk) => talk.entry !== null).map(({ clip }) => clip)
      if (clips.length === 0) return undefined
      const entry = forgottenEntry(clips, by, tables.lastEntryNumber() + 1, nowMs)
      tables.keepEntry(entry, by?.person ?? '', randomId())
      return entry
    })
    const unannounced = some.filter((talk) => talk.entry === null).map(({ clip }) => clip)
    for (const clip of unannounced) this.#close(clip)
    if (unannounced.length > 0) this.#parts.tell({ over: unannounced })
    if (entry !== undefined) this.#parts.deliver([entry])
  }

  /** There was nothing to hear in it: those who were told of it are told that it is over. */
  dissolve(talk: StoredTalk): void {
    const { talks, ctx } = this.#parts
    ctx.storage.transactionSync(() => {
      talks.dropChunks(talk.clip)
      const forgotten = forgottenTalk(talk, null, ctx.id.name ?? '', Date.now())
      const receipt = forgotten.receipt && { ...forgotten.receipt, complete: true }
      talks.keepTalk({ ...forgotten, receipt, state: 'forgotten', dueAtMs: null, by: NOBODY })
    })
    this.#parts.tell({ over: [talk.clip] })
  }

  /** Forgets what has burnt, and what is older than the room keeps clips. */
  expire(): void {
    const { messages, talks } = this.#parts
    const burnt = messages.burnt(Date.now(), EXPIRED_AT_ONCE)
    if (burnt.length > 0)
      this.forget(
        burnt.flatMap((clip) => talks.talk(clip) ?? []),
        null,
      )
    for (const clip of burnt) messages.dropBurning(clip)
    const keepDays = this.#parts.tables.room()?.keepDays
    if (keepDays === null || keepDays === undefined) return
    const expired = this.#parts.talks.clipsBefore(Date.now() - keepDays * DAY_MS, EXPIRED_AT_ONCE)
    if (expired.length > 0) this.forget(expired, null)
  }

  /** When the next message has burnt, or the oldest clip has had its days; never: infinity. */
  nextExpiryMs(): number {
    return Math.min(this.#parts.messages.nextBurnMs() ?? Number.POSITIVE_INFINITY, this.#nextDaysOverMs())
  }

  #nextDaysOverMs(): number {
    const keepDays = this.#parts.tables.room()?.keepDays
    if (keepDays === null || keepDays === undefined) return Number.POSITIVE_INFINITY
    const oldestAtMs = this.#parts.talks.oldestClipAtMs() ?? Number.POSITIVE_INFINITY
    return oldestAtMs + keepDays * DAY_MS
  }
}
