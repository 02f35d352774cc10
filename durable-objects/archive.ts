/**
 * The Archive object: the durable half of a room. It looks up what a decision of src/archive needs, and stores what was
 * decided in one transaction. It holds no client's socket.
 *
 * Next: durable-objects/talk-keeper.ts for talk that is to be kept
 */

import { DurableObject } from 'cloudflare:workers'
import type { Admission, AdmitRequest, Consent, EntryRefusal } from '../src/archive/admission.ts'
import type { Asker, ClipQuestion, Mending, PostAnswer, PostedTalk, UnreadAnswer } from '../src/archive/clip-answers.ts'
import type {
  DestroyAnswer,
  HandRequest,
  MintedCredential,
  ModerationAnswer,
  ModerationRequest,
  PeopleAnswer,
  SettingsAnswer,
  TurnAnswer,
} from '../src/archive/door-answers.ts'
import { type Appended, type AppendRequest, isRemoval, replayFrom } from '../src/archive/log.ts'
import type {
  CountAnswer,
  FinishedMessage,
  MessageAnswer,
  UploadCount,
  UploadGrant,
  UploadRequest,
} from '../src/archive/message-answers.ts'
import { PersonalLimits } from '../src/archive/personal-limits.ts'
import type { Refused, TooFast } from '../src/archive/refused.ts'
import type { SpoolRequest } from '../src/archive/spooling.ts'
import type { Entry } from '../src/protocol/room-message.ts'
import { randomId } from '../src/tokens/random-id.ts'
import { uploadName } from '../src/tus/upload-name.ts'
import { type ArchiveParts, archiveParts } from './archive-parts.ts'
import type { NewRoom } from './archive-tables.ts'
import { logFailure } from './failure-log.ts'
import type { Register } from './register.ts'

export interface PageRequest extends Asker {
  /** Entries with lower numbers than this; the newest ones when it is absent. */
  before?: number
  limit: number
}

export type Page = { ok: true; entries: Entry[] } | { ok: false; reason: EntryRefusal }

export class Archive extends DurableObject<Env> {
  readonly #limits = new PersonalLimits()
  readonly #parts: ArchiveParts

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#parts = archiveParts(ctx, env)
    // An alarm may have been lost with what set it; whatever wakes the object sees to it.
    ctx.waitUntil(this.#parts.keepsakes.watch())
  }

  /** Opens the archive of a new room; again for the same room, it changes nothing. */
  async create(room: NewRoom): Promise<void> {
    this.#parts.tables.createRoom(room)
    await this.#parts.keepsakes.watch()
  }

  /** Sees to it that the alarm is set for what is to come: waking it has done so. */
  async settle(): Promise<void> {
    await this.#parts.keepsakes.watch()
  }

  /** Lets a session in, for the first time or again: its number, the room's settings and the log it has missed. */
  async admit(request: AdmitRequest): Promise<Admission> {
    const nowMs = Date.now()
    if (this.#limits.take('join', request.person, nowMs) > 0) return { ok: false, reason: 'too-fast' }
    const admission = this.ctx.storage.transactionSync(() => {
      const admission = this.#parts.register.admit(request, nowMs)
      if (admission.ok) this.#parts.keepsakes.note({ ...request, member: admission.number }, nowMs)
      return admission
    })
    if (admission.ok) this.#parts.room.isLive(true)
    return admission
  }

  /** Numbers and stores what lasts, then hands it to the room. The same client id again answers the same number. */
  async append(request: AppendRequest): Promise<Appended> {
    const written = this.#write(request)
    if (!written.ok) return written
    const { entry, isNew } = written
    if (isNew) await this.#parts.room.deliver([entry])
    return { ok: true, number: entry.number, isNew }
  }

  /** The number under which a person's request stands in the log, if it does. */
  async numberOf(person: string, id: string): Promise<number | undefined> {
    return this.#parts.tables.entryOfClient(person, id)?.number
  }

  /** A session has left; its number rests, then goes to somebody else. */
  async release(departure: Consent): Promise<void> {
    const nowMs = Date.now()
    const isEmpty = this.ctx.storage.transactionSync(() => {
      this.#parts.tables.markLeft(departure.session, nowMs)
      this.#parts.people.noteLeft(departure.person, departure.name, nowMs)
      this.#parts.keepsakes.note(departure, nowMs)
      return this.#parts.tables.hasNobody()
    })
    if (isEmpty) this.#parts.room.isLive(false)
  }

  /** A member agrees to be kept, or not any more. */
  async consent(consent: Consent): Promise<void> {
    if (this.#parts.tables.room() !== undefined) await this.#parts.keepsakes.consent(consent)
  }

  async entriesAfter(after: number): Promise<Entry[]> {
    return this.#parts.tables.entriesFrom(replayFrom(after, this.#parts.tables.lastEntryNumber()))
  }

  /** Older entries of the log, for a person whose token the Worker has checked. */
  async page({ before, limit, ...asker }: PageRequest): Promise<Page> {
    const entry = this.#parts.door.entry(asker)
    if (!entry.ok) return entry
    return { ok: true, entries: this.#parts.tables.entriesBefore(before ?? Number.MAX_SAFE_INTEGER, limit) }
  }

  /** The room's settings, and what this person is in it. */
  async settings(asker: Asker): Promise<SettingsAnswer> {
    return this.#parts.door.entry(asker)
  }

  async people(asker: Asker): Promise<PeopleAnswer> {
    return this.#parts.door.people(asker)
  }

  /** Whether this person may raise a hand beside the room; or lower another's, which is a moderator's act. */
  async mayRaise({ asker, raised, person }: HandRequest): Promise<SettingsAnswer | Refused<'not-allowed'> | TooFast> {
    const retryAfterMs = this.#limits.take('hand', asker.person, Date.now())
    if (retryAfterMs > 0) return { ok: false, reason: 'too-fast', retryAfterMs }
    return this.#parts.door.mayRaise(asker, raised, person)
  }

  /** A moderator's act that was asked for beside the room: it takes effect as one that was asked for in it. */
  async moderate(request: ModerationRequest): Promise<ModerationAnswer> {
    const retryAfterMs = this.#limits.take('moderate', request.by.person, Date.now())
    if (retryAfterMs > 0) return { ok: false, reason: 'too-fast', retryAfterMs }
    const decision = this.#parts.door.decide(request)
    if (!decision.ok) return decision
    const written = this.#write(decision.request)
    if (!written.ok) return written
    // Nobody in the room asked for it and would notice that it is missing there: who asks again has it told again.
    const isTold =
      (await this.#parts.room.deliver([written.entry])) || (await this.#parts.room.deliver([written.entry]))
    return isTold ? { ok: true, number: written.entry.number } : { ok: false, reason: 'unavailable' }
  }

  /** Ends the room for ever: nothing of it can be read once this resolves. For a room that is gone already, nothing more. */
  async destroy(asker: Asker): Promise<DestroyAnswer> {
    const entry = this.#parts.door.entry(asker)
    if (!entry.ok) return entry.reason === 'unknown-room' && asker.role === 'owner' ? { ok: true } : entry
    if (entry.role !== 'owner') return { ok: false, reason: 'not-allowed' }
    this.#parts.demolition.begin()
    await this.#parts.keepsakes.watch()
    await this.#parts.demolition.run()
    return { ok: true }
  }

  /** Somebody wants credentials of TURN servers: whether they may have them, and under what name. */
  async beginTurn(asker: Asker): Promise<TurnAnswer> {
    const entry = this.#parts.door.entry(asker)
    if (!entry.ok) return entry
    const nowMs = Date.now()
    const retryAfterMs = this.#limits.take('turn', asker.person, nowMs) || this.#limits.take('roomTurn', '', nowMs)
    return retryAfterMs > 0 ? { ok: false, reason: 'too-fast', retryAfterMs } : { ok: true, name: randomId() }
  }

  /** They are to have this one. Whoever was removed meanwhile is not, and it is taken back. */
  async turnMinted(credential: MintedCredential, asker: Asker): Promise<{ ok: true } | Refused<EntryRefusal>> {
    const nowMs = Date.now()
    const entry = this.#parts.door.entry(asker)
    this.#parts.people.keepCredential(credential, nowMs)
    if (entry.ok) return { ok: true }
    this.#parts.people.revokeCredentials(credential.person, nowMs)
    await this.#parts.keepsakes.watch()
    this.ctx.waitUntil(this.#parts.revocations.run())
    return { ok: false, reason: entry.reason }
  }

  /** Keeps what a room has accepted. Once it resolves, all of it is stored; or the room is no more. */
  async spool(request: SpoolRequest): Promise<void> {
    if (this.#parts.tables.room() !== undefined) await this.#parts.keepsakes.spool(request)
  }

  /** Keeps what a client could not say over its line, of a session that the person has had here. */
  async post(talk: PostedTalk): Promise<PostAnswer> {
    const retryAfterMs = this.#limits.take('talk', talk.person, Date.now())
    return retryAfterMs > 0 ? { ok: false, reason: 'too-fast', retryAfterMs } : this.#parts.keepsakes.post(talk)
  }

  /** Somebody is about to upload a message: whether they may, and what it will be. */
  async beginUpload(request: UploadRequest): Promise<UploadGrant> {
    const nowMs = Date.now()
    const retryAfterMs = this.#limits.take('upload', request.asker.person, nowMs)
    if (retryAfterMs > 0) return { ok: false, reason: 'too-fast', retryAfterMs }
    return this.ctx.storage.transactionSync(() => this.#parts.keepsakes.messages.begin(request, nowMs))
  }

  /** An upload that was begun is there, or more bytes of it are about to come than it counted as. It tells when it ends. */
  async countUpload(count: UploadCount): Promise<CountAnswer> {
    return this.ctx.storage.transactionSync(() => this.#parts.keepsakes.messages.count(count, Date.now()))
  }

  /** An upload that was begun could not be made. One that is there all the same, it changes nothing of. */
  async withdrawUpload(upload: string): Promise<void> {
    this.#parts.messages.dropUnmade(upload)
  }

  /** An upload is gone and has become nothing. */
  async endUpload(upload: string): Promise<void> {
    this.#parts.messages.dropUnfinished(upload)
  }

  /** A message's audio is in R2: from when this resolves it is the outbox's to announce. Again, it changes nothing. */
  async takeMessage(message: FinishedMessage): Promise<MessageAnswer> {
    return this.#parts.keepsakes.takeMessage(message)
  }

  /** What somebody has missed here. */
  async unread(asker: Asker): Promise<UnreadAnswer> {
    const entry = this.#parts.door.entry(asker)
    return entry.ok ? { ok: true, ...this.#parts.keepsakes.messages.unread(asker) } : entry
  }

  async clip(question: ClipQuestion) {
    return this.#parts.keepsakes.desk.clip(question)
  }

  /** Wire packets of a clip that is not ready yet, until the talk is over, for those who may read it; null: it is by now. */
  async packets(clip: string): Promise<ReadableStream<Uint8Array> | null> {
    return this.#parts.keepsakes.packets(clip)
  }

  /** Who has heard each of these clips; clips that are gone are not among them. */
  async describe({ asker, clips }: { asker: Asker; clips: string[] }) {
    const entry = this.#parts.door.entry(asker)
    return entry.ok ? { ok: true as const, heardBy: this.#parts.keepsakes.desk.heardBy(clips) } : entry
  }

  async heard(request: { clip: string; asker: Asker; name: string; uptoMs?: number }) {
    return this.#parts.keepsakes.heard(request)
  }

  async forget(request: { clip: string; asker: Asker; name?: string }) {
    return this.#parts.keepsakes.forget(request)
  }

  async outbox(asker: Asker) {
    return this.#parts.keepsakes.desk.outbox(asker)
  }

  async retry(request: { clip: string; asker: Asker }) {
    return this.#parts.keepsakes.retry(request)
  }

  /** A row has been found without its object, or an object without its row. */
  async mend(request: { clip: string; missing: 'row' | 'object' }): Promise<Mending> {
    return this.#parts.keepsakes.mend(request)
  }

  override async alarm(): Promise<void> {
    await this.#parts.demolition.beginIfForgotten()
    if (this.#parts.demolition.hasBegun) {
      await this.#parts.demolition.run()
      await this.#parts.keepsakes.watch()
      return
    }
    await this.#parts.revocations.run()
    await this.#parts.keepsakes.wake()
  }

  /** Stores one entry, and sees to what follows from it; not that the room hears of it. */
  #write(request: AppendRequest): ReturnType<Register['append']> {
    const written = this.ctx.storage.transactionSync(() => this.#parts.register.append(request, Date.now()))
    if (written.ok && written.isNew) {
      if (isRemoval(request)) this.ctx.waitUntil(this.#endUploadsOf(request.target.person))
      this.ctx.waitUntil(this.#parts.keepsakes.watch())
      if (this.#parts.revocations.nextMs() <= Date.now()) this.ctx.waitUntil(this.#parts.revocations.run())
    }
    return written
  }
  /** What they have under way goes; what one misses goes when its time is over, and becomes no message. */
  async #endUploadsOf(person: string): Promise<void> {
    const room = this.ctx.id.name ?? ''
    for (const upload of this.#parts.messages.unfinishedOf(person)) {
      const { UPLOADS } = this.env
      await UPLOADS.getByName(uploadName(room, upload))
        .destroy()
        .catch((error) => logFailure('end-upload', error))
      this.#parts.messages.dropUnfinished(upload)
    }
  }
}
