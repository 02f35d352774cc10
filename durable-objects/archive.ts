/**
 * The Archive object: the durable half of a room. It looks up what a decision of src/archive needs, and stores what was
 * decided in one transaction. It holds no client's socket.
 *
 * Next: durable-objects/talk-keeper.ts for talk that is to be kept
 */

import { DurableObject } from 'cloudflare:workers'
import {
  type Admission,
  type AdmitRequest,
  type Consent,
  decideAdmission,
  decideEntry,
  type EntryRefusal,
  FORGET_EVERY_MS,
  NUMBER_HELD_MS,
  SESSION_FORGOTTEN_MS,
  TALKER_FORGOTTEN_MS,
} from '../src/archive/admission.ts'
import type { Asker, ClipFinding, ClipQuestion, Mending, PostAnswer, PostedTalk } from '../src/archive/clip-answers.ts'
import { type Appended, type AppendRequest, consequenceOf, entryOf, replayFrom } from '../src/archive/log.ts'
import { nextMemberNumber } from '../src/archive/member-numbers.ts'
import type { SpoolRequest } from '../src/archive/spooling.ts'
import { openTalkOf } from '../src/archive/stored-talk.ts'
import type { Role } from '../src/protocol/roles.ts'
import type { Entry } from '../src/protocol/room-message.ts'
import type { ClipNews } from '../src/room/lists.ts'
import { ArchiveTables, type NewRoom } from './archive-tables.ts'
import { logFailure } from './failure-log.ts'
import { Keepsakes } from './keepsakes.ts'
import { TalkTables } from './talk-tables.ts'

export interface PageRequest {
  person: string
  role: Role
  /** Entries with lower numbers than this; the newest ones when it is absent. */
  before?: number
  limit: number
}

export type Page = { ok: true; entries: Entry[] } | { ok: false; reason: EntryRefusal }

export class Archive extends DurableObject<Env> {
  readonly #tables: ArchiveTables
  readonly #talks: TalkTables
  readonly #keepsakes: Keepsakes
  #forgotAtMs = 0

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#tables = new ArchiveTables(ctx.storage.sql)
    this.#talks = new TalkTables(ctx.storage.sql)
    this.#keepsakes = new Keepsakes({
      ctx,
      env,
      tables: this.#tables,
      talks: this.#talks,
      deliver: (entries) => ctx.waitUntil(this.#deliver(entries)),
      tell: (news) => ctx.waitUntil(this.#tell(news)),
    })
    // An alarm may have been lost with what set it; whatever wakes the object sees to it.
    ctx.waitUntil(this.#keepsakes.watch())
  }

  /** Opens the archive of a new room; again for the same room, it changes nothing. */
  async create(room: NewRoom): Promise<void> {
    this.#tables.createRoom(room)
  }

  /** Lets a session in, for the first time or again: its number, the room's settings and the log it has missed. */
  async admit(request: AdmitRequest): Promise<Admission> {
    return this.ctx.storage.transactionSync(() => this.#admitNow(request, Date.now()))
  }

  /** Numbers and stores what lasts, then hands it to the room. The same client id again answers the same number. */
  async append(request: AppendRequest): Promise<Appended> {
    const { entry, isNew } = this.ctx.storage.transactionSync(() => this.#appendNow(request, Date.now()))
    if (isNew) await this.#keepsakes.watch()
    if (isNew) await this.#deliver([entry])
    return { number: entry.number, isNew }
  }

  /** The number under which a person's request stands in the log, if it does. */
  async numberOf(person: string, id: string): Promise<number | undefined> {
    return this.#tables.entryOfClient(person, id)?.number
  }

  /** A session has left; its number rests, then goes to somebody else. */
  async release(departure: Consent): Promise<void> {
    const nowMs = Date.now()
    this.ctx.storage.transactionSync(() => {
      this.#tables.markLeft(departure.session, nowMs)
      this.#keepsakes.note(departure, nowMs)
    })
  }

  /** A member agrees to be kept, or not any more. */
  async consent(consent: Consent): Promise<void> {
    await this.#keepsakes.consent(consent)
  }

  async entriesAfter(after: number): Promise<Entry[]> {
    return this.#tables.entriesFrom(replayFrom(after, this.#tables.lastEntryNumber()))
  }

  /** Older entries of the log, for a person whose token the Worker has checked. */
  async page({ person, role, before, limit }: PageRequest): Promise<Page> {
    const { banned } = this.#tables.standing(person)
    const personKnown = this.#tables.hasSessionOf(person)
    const decision = decideEntry({ room: this.#tables.room(), banned, personKnown }, role)
    if (!decision.admit) return { ok: false, reason: decision.reason }
    return { ok: true, entries: this.#tables.entriesBefore(before ?? Number.MAX_SAFE_INTEGER, limit) }
  }

  /** Keeps what a room has accepted. Once it resolves, all of it is stored. */
  async spool(request: SpoolRequest): Promise<void> {
    await this.#keepsakes.spool(request)
  }

  /** Keeps what a client could not say over its line, of a session that the person has had here. */
  async post(talk: PostedTalk): Promise<PostAnswer> {
    return this.#keepsakes.post(talk)
  }

  async clip({ clip, asker, brief = false }: ClipQuestion): Promise<ClipFinding> {
    return this.#keepsakes.desk.clip(clip, asker, brief)
  }

  /** Wire packets of a clip that is not ready yet, until the talk is over, for those who may read it; null: it is by now. */
  async packets(clip: string): Promise<ReadableStream<Uint8Array> | null> {
    return this.#keepsakes.packets(clip)
  }

  /** Who has heard each of these clips; clips that are gone are not among them. */
  async describe({ asker, clips }: { asker: Asker; clips: string[] }) {
    const entry = this.#keepsakes.desk.entry(asker)
    return entry.ok ? { ok: true as const, heardBy: this.#keepsakes.desk.heardBy(clips) } : entry
  }

  async heard(request: { clip: string; asker: Asker; name: string }) {
    return this.#keepsakes.heard(request)
  }

  async forget(request: { clip: string; asker: Asker; name?: string }) {
    return this.#keepsakes.forget(request)
  }

  async outbox(asker: Asker) {
    return this.#keepsakes.desk.outbox(asker)
  }

  async retry(request: { clip: string; asker: Asker }) {
    return this.#keepsakes.retry(request)
  }

  /** A row has been found without its object, or an object without its row. */
  async mend(request: { clip: string; missing: 'row' | 'object' }): Promise<Mending> {
    return this.#keepsakes.mend(request)
  }

  override async alarm(): Promise<void> {
    await this.#keepsakes.wake()
  }

  #admitNow(request: AdmitRequest, nowMs: number): Admission {
    const tables = this.#tables
    this.#forgetSessions(nowMs)
    const { banned, silenced } = tables.standing(request.person)
    const session = tables.session(request.session)
    const personKnown = tables.hasSessionOf(request.person)
    const decision = decideAdmission({ room: tables.room(), banned, session, personKnown }, request)
    if (!decision.admit) return { ok: false, reason: decision.reason }
    const number = session?.number ?? nextMemberNumber(tables.lastMemberNumber(), (held) => tables.holdsNumber(held))
    if (number === undefined) return { ok: false, reason: 'numbers-exhausted' }
    tables.keepSession(request.session, { number, person: request.person }, nowMs)
    this.#keepsakes.note({ ...request, member: number }, nowMs)
    const lastEntry = tables.lastEntryNumber()
    const entries = tables.entriesFrom(replayFrom(request.after, lastEntry))
    const { resumed, room } = decision
    const talks = this.#talks.openTalks().map(openTalkOf)
    return { ok: true, number, resumed, silenced, role: request.role, room, lastEntry, entries, talks }
  }

  #forgetSessions(nowMs: number): void {
    if (nowMs - this.#forgotAtMs < FORGET_EVERY_MS) return
    this.#forgotAtMs = nowMs
    this.#tables.forgetSessions(nowMs - NUMBER_HELD_MS, nowMs - SESSION_FORGOTTEN_MS)
    this.#talks.forgetTalkers(nowMs - TALKER_FORGOTTEN_MS)
  }

  #appendNow(request: AppendRequest, nowMs: number): { entry: Entry; isNew: boolean } {
    const tables = this.#tables
    const known = tables.entryOfClient(request.by.person, request.id)
    if (known !== undefined) return { entry: known, isNew: false }
    const entry = entryOf(request, tables.lastEntryNumber() + 1, nowMs)
    tables.keepEntry(entry, request.by.person, request.id)
    const consequence = consequenceOf(request)
    if (consequence !== undefined) tables.apply(consequence)
    return { entry, isNew: true }
  }

  get #room() {
    return this.env.ROOMS.getByName(this.ctx.id.name ?? '')
  }

  /** A push that fails loses nothing: the room sees the gap at the next number it hears of, and pulls. */
  async #deliver(entries: Entry[]): Promise<void> {
    try {
      await this.#room.deliver(entries)
    } catch (error) {
      logFailure('deliver', error)
    }
  }

  /** Who misses it learns the same from the log, or when they come back. */
  async #tell(news: ClipNews): Promise<void> {
    try {
      await this.#room.tell(news)
    } catch (error) {
      logFailure('tell', error)
    }
  }
}
