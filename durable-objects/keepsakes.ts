/**
 * What a room keeps of its talk: the spool, the outbox and the clips, joined to the Archive's storage, clock and alarm.
 * What is decided, src/archive decides; what is stored, the tables beside this file store.
 */

import type {
  Asker,
  ClipRefusal,
  Mending,
  PostAnswer,
  PostedTalk,
  Receipt,
  Refused,
} from '../src/archive/clip-answers.ts'
import { decidePost } from '../src/archive/posting.ts'
import type { SpoolRequest } from '../src/archive/spooling.ts'
import {
  clipEntry,
  emptiedEntry,
  forgottenEntry,
  forgottenTalk,
  isForgotten,
  openTalkOf,
  type StoredTalk,
} from '../src/archive/stored-talk.ts'
import { readPosted, readStored, sessionBeganAtMs, slotsOf } from '../src/archive/talk-packets.ts'
import type { Person } from '../src/protocol/fields.ts'
import type { Entry, RoomMessageOf } from '../src/protocol/room-message.ts'
import { randomId } from '../src/tokens/random-id.ts'
import type { ArchiveTables } from './archive-tables.ts'
import { ClipDesk } from './clip-desk.ts'
import { Outbox } from './outbox.ts'
import { type Taken, TalkKeeper } from './talk-keeper.ts'
import type { TalkTables } from './talk-tables.ts'

/** What is due now is done now; the alarm stands behind it for the case of a crash, and for what fails. */
const ALARM_BEHIND_MS = 1_000
/** Clips whose days are over go in batches: one entry of the log names this many. */
const EXPIRED_AT_ONCE = 100
const DAY_MS = 86_400_000

interface Parts {
  ctx: DurableObjectState
  env: Env
  tables: ArchiveTables
  talks: TalkTables
  /** Pushes entries of the log to the room. */
  deliver(entries: Entry[]): void
  /** Has the room tell everybody. */
  tell(message: RoomMessageOf<'talk' | 'heard'>): void
}

export class Keepsakes {
  readonly desk: ClipDesk
  readonly #parts: Parts
  readonly #keeper: TalkKeeper
  readonly #outbox: Outbox
  #alarmAtMs: number | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    const { talks, tables, ctx, env } = parts
    this.desk = new ClipDesk(tables, talks)
    this.#keeper = new TalkKeeper(talks, randomId)
    this.#outbox = new Outbox({
      room: ctx.id.name ?? '',
      tables: talks,
      env,
      sealed: ({ clip }) => this.#keeper.close(clip),
      announce: (talk) => this.#announce(talk),
      dissolved: (talk) => this.#dissolve(talk),
    })
  }

  async spool({ session, person, name, member, bytes, arrivedAtMs }: SpoolRequest): Promise<void> {
    const packets = readStored(bytes)
    const beganAtMs = sessionBeganAtMs(packets, arrivedAtMs)
    const { talks } = this.#parts
    const nowMs = Date.now()
    const taken = this.#inTransaction(() => {
      const taken = this.#keeper.take({ session, person, name, member, beganAtMs }, packets, nowMs)
      if (taken.begun.length > 0) talks.keepTalker({ session, person, name, member, beganAtMs }, nowMs)
      return taken
    })
    await this.#follow(taken)
  }

  async post({ person, session, bytes, end }: PostedTalk): Promise<PostAnswer> {
    const { tables, talks } = this.#parts
    const talker = talks.talker(session)
    const refusal = decidePost({ room: tables.room(), standing: tables.standing(person), talker }, person)
    if (refusal !== undefined || talker === undefined) return { ok: false, reason: refusal ?? 'unknown-session' }
    const reading = readPosted(bytes)
    if (!reading.ok && !(end && bytes.length === 0)) return reading
    const packets = reading.ok ? reading.packets : []
    const nowMs = Date.now()
    const taken = this.#inTransaction(() => {
      const taken = packets.length === 0 ? NOTHING_TAKEN : this.#keeper.take(talker, packets, nowMs)
      const isDue = end && this.#keeper.end(session, nowMs).length > 0
      return isDue ? { ...taken, dueAtMs: nowMs } : taken
    })
    await this.#follow(taken)
    return { ok: true, kept: packets.length === 0 ? null : slotsOf(packets), stored: taken.stored }
  }

  packets(clip: string): ReadableStream<Uint8Array> | null {
    const talk = this.#parts.talks.talk(clip)
    if (talk === undefined || talk.state === 'announced' || isForgotten(talk)) return null
    return this.#keeper.listen(talk)
  }

  heard({
    clip,
    asker,
    name,
  }: {
    clip: string
    asker: Asker
    name: string
  }): { ok: true; heardBy: Person[] } | Refused<ClipRefusal> {
    const found = this.desk.find(clip, asker)
    if (!found.ok) return found
    const by = { person: asker.person, name }
    if (this.#parts.talks.addHeard(clip, by)) this.#parts.tell({ type: 'heard', heard: [{ clip, by }] })
    return { ok: true, heardBy: this.#parts.talks.heardBy(clip) }
  }

  async forget({
    clip,
    asker,
    name,
  }: {
    clip: string
    asker: Asker
    name?: string
  }): Promise<{ ok: true; receipt: Receipt } | Refused<ClipRefusal | 'not-yours'>> {
    const found = this.desk.find(clip, asker)
    const before = this.desk.receipt(clip)
    if (!found.ok && before === undefined) return found
    if (found.ok && !this.desk.mayForget(found.talk, asker)) return { ok: false, reason: 'not-yours' }
    if (found.ok) {
      const isSpeaker = found.talk.by.person === asker.person
      this.#forgetNow([found.talk], { person: asker.person, name: name ?? (isSpeaker ? found.talk.by.name : 'Owner') })
    }
    await this.#outbox.run()
    await this.watch()
    return { ok: true, receipt: this.desk.receipt(clip) as Receipt }
  }

  async retry({ clip, asker }: { clip: string; asker: Asker }) {
    const outbox = this.desk.outbox(asker)
    if (!outbox.ok) return outbox
    const talk = this.#parts.talks.talk(clip)
    if (talk === undefined) return { ok: false as const, reason: 'unknown-clip' as const }
    if (talk.dueAtMs === null) {
      this.#parts.talks.keepTalk({ ...talk, dueAtMs: Date.now(), attempts: 0, failingSinceMs: null })
    }
    this.#kick()
    await this.watch()
    return { ok: true as const }
  }

  async mend({ clip, missing }: { clip: string; missing: 'row' | 'object' }): Promise<Mending> {
    const { talks } = this.#parts
    const talk = talks.talk(clip)
    if (talk === undefined) return 'unknown'
    if (isForgotten(talk)) {
      talks.keepTalk({ ...talk, state: 'forgetting', dueAtMs: Date.now() })
    } else if (talk.state === 'announced') {
      if (missing === 'row') talks.keepTalk({ ...talk, state: 'stored', dueAtMs: Date.now() })
      else this.#forgetNow([talk], null)
    }
    await this.#outbox.run()
    await this.watch()
    return talk.state === 'announced' && missing === 'object' ? 'forgotten' : isForgotten(talk) ? 'forgotten' : 'known'
  }

  /** The alarm rings. */
  async wake(): Promise<void> {
    this.#alarmAtMs = undefined
    this.#expire()
    await this.#outbox.run()
    await this.watch()
  }

  /** Sets the alarm to when something is due next, if it is not set to that. */
  async watch(): Promise<void> {
    const { talks, ctx } = this.#parts
    const dueMs = Math.min(talks.nextDueMs() ?? Number.POSITIVE_INFINITY, this.#nextExpiryMs())
    if (dueMs === Number.POSITIVE_INFINITY) return
    const atMs = Math.max(dueMs, Date.now() + ALARM_BEHIND_MS)
    if (this.#alarmAtMs !== undefined && this.#alarmAtMs <= atMs && this.#alarmAtMs > Date.now()) return
    this.#alarmAtMs = atMs
    await ctx.storage.setAlarm(atMs)
  }

  async #follow({ begun, dueAtMs }: Taken): Promise<void> {
    if (begun.length > 0) this.#parts.tell({ type: 'talk', talks: begun.map(openTalkOf) })
    await this.watch()
    if (dueAtMs <= Date.now()) this.#kick()
  }

  #kick(): void {
    this.#parts.ctx.waitUntil(this.#outbox.run().then(() => this.watch()))
  }

  #announce(talk: StoredTalk): void {
    const entry = this.#inTransaction(() => {
      const { tables, talks } = this.#parts
      const number = talk.entry ?? tables.lastEntryNumber() + 1
      const entry = clipEntry(talk, number, Date.now())
      if (talk.entry === null) tables.keepEntry(entry, talk.by.person, talk.clip)
      talks.keepTalk({ ...talk, state: 'announced', entry: number, dueAtMs: null })
      talks.dropChunks(talk.clip)
      return talk.entry === null ? entry : undefined
    })
    if (entry !== undefined) this.#parts.deliver([entry])
  }

  /** There was nothing to hear in it: those who were told of it are told that it is over. */
  #dissolve(talk: StoredTalk): void {
    const { talks, ctx } = this.#parts
    this.#inTransaction(() => {
      talks.dropChunks(talk.clip)
      talks.keepTalk({ ...forgottenTalk(talk, null, ctx.id.name ?? '', Date.now()), state: 'forgotten', dueAtMs: null })
    })
    this.#parts.tell({ type: 'talk', talks: [], over: [talk.clip] })
  }

  /** Gone from the log, the spool and for every reader in this turn; R2 and D1 follow. */
  #forgetNow(some: readonly StoredTalk[], by: Person | null): void {
    const { tables, talks, ctx } = this.#parts
    const nowMs = Date.now()
    const entry = this.#inTransaction(() => {
      for (const talk of some) {
        const known = talk.entry === null ? undefined : tables.entryNumbered(talk.entry)
        if (known !== undefined) tables.replaceEntry(emptiedEntry(known))
        talks.dropChunks(talk.clip)
        talks.dropHeard(talk.clip)
        talks.keepTalk(forgottenTalk(talk, by, ctx.id.name ?? '', nowMs))
      }
      const clips = some.filter((talk) => talk.entry !== null).map(({ clip }) => clip)
      if (clips.length === 0) return undefined
      const entry = forgottenEntry(clips, by, tables.lastEntryNumber() + 1, nowMs)
      tables.keepEntry(entry, by?.person ?? '', randomId())
      return entry
    })
    const unannounced = some.filter((talk) => talk.entry === null).map(({ clip }) => clip)
    for (const clip of unannounced) this.#keeper.close(clip)
    if (unannounced.length > 0) this.#parts.tell({ type: 'talk', talks: [], over: unannounced })
    if (entry !== undefined) this.#parts.deliver([entry])
  }

  #expire(): void {
    const keepDays = this.#parts.tables.room()?.keepDays
    if (keepDays === null || keepDays === undefined) return
    const expired = this.#parts.talks.clipsBefore(Date.now() - keepDays * DAY_MS, EXPIRED_AT_ONCE)
    if (expired.length > 0) this.#forgetNow(expired, null)
  }

  #nextExpiryMs(): number {
    const keepDays = this.#parts.tables.room()?.keepDays
    const oldestAtMs = this.#parts.talks.oldestClipAtMs()
    if (keepDays === null || keepDays === undefined || oldestAtMs === undefined) return Number.POSITIVE_INFINITY
    return oldestAtMs + keepDays * DAY_MS
  }

  #inTransaction<T>(change: () => T): T {
    return this.#parts.ctx.storage.transactionSync(change)
  }
}

const NOTHING_TAKEN: Taken = { begun: [], dueAtMs: Number.POSITIVE_INFINITY, stored: 0 }
