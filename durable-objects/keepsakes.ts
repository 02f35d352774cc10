/**
 * What a room keeps of its talk: the spool, the outbox and the clips, joined to the Archive's storage, clock and alarm.
 * What is decided, src/archive decides; what is stored, the tables beside this file store.
 */

import type { Consent } from '../src/archive/admission.ts'
import type {
  Asker,
  ClipRefusal,
  Listener,
  Mending,
  PostAnswer,
  PostedTalk,
  Receipt,
} from '../src/archive/clip-answers.ts'
import type { FinishedMessage, MessageAnswer } from '../src/archive/message-answers.ts'
import { decidePost } from '../src/archive/posting.ts'
import type { Refused } from '../src/archive/refused.ts'
import type { SpoolRequest } from '../src/archive/spooling.ts'
import { clipEntry, isForgotten, isMessage, openTalkOf, type StoredTalk } from '../src/archive/stored-talk.ts'
import { betterBeganAtMs, readPosted, readStored, sessionBeganAtMs, slotsOf } from '../src/archive/talk-packets.ts'
import { randomId } from '../src/tokens/random-id.ts'
import { ClipDesk } from './clip-desk.ts'
import { Forgetting } from './forgetting.ts'
import type { KeepingParts } from './keeping-parts.ts'
import { MessageDesk } from './message-desk.ts'
import { Outbox } from './outbox.ts'
import { type Taken, TalkKeeper } from './talk-keeper.ts'

/** What is due now is done now; the alarm stands behind it for the case of a crash, and for what fails. */
const ALARM_BEHIND_MS = 1_000
/** Who deletes a clip is told within this that everybody is refused it, whatever R2 and D1 do. */
const SEEN_FOR_MS = 800
/** Who sends a message and wants to know that it is announced waits for so long at the most. */
const INDEXED_WITHIN_MS = 8_000

export class Keepsakes {
  readonly desk: ClipDesk
  readonly messages: MessageDesk
  readonly #parts: KeepingParts
  readonly #keeper: TalkKeeper
  readonly #outbox: Outbox
  readonly #forgetting: Forgetting
  #alarmAtMs: number | undefined

  constructor(parts: KeepingParts) {
    this.#parts = parts
    const { talks, ctx, env } = parts
    this.desk = new ClipDesk(parts)
    this.messages = new MessageDesk(parts)
    this.#keeper = new TalkKeeper(talks, randomId)
    this.#forgetting = new Forgetting(parts, (clip) => this.#keeper.close(clip))
    this.#outbox = new Outbox({
      room: ctx.id.name ?? '',
      tables: talks,
      env,
      sealed: ({ clip }) => this.#keeper.close(clip),
      stored: (talk) => (isMessage(talk) ? this.#enter(talk) : talk),
      announce: (talk) => this.#announce(talk),
      dissolved: (talk) => this.#forgetting.dissolve(talk),
    })
  }

  /** This session may post talk later, if its member agreed that it is kept. */
  note({ session, person, name, member, keep }: Consent, nowMs: number): void {
    if (keep) this.#parts.talks.keepTalker({ session, person, name, member, beganAtMs: null }, nowMs)
  }

  /** From now on a session may post talk; or what it was saying ends with what there is of it. */
  async consent(consent: Consent): Promise<void> {
    const nowMs = Date.now()
    const ended = this.#inTransaction(() => {
      this.note(consent, nowMs)
      return consent.keep ? [] : this.#keeper.end(consent.session, nowMs)
    })
    if (ended.length > 0) await this.#follow({ ...NOTHING_TAKEN, dueAtMs: nowMs })
  }

  async spool({ session, person, name, member, bytes, arrivedAtMs, beginsHere }: SpoolRequest): Promise<void> {
    const { talks } = this.#parts
    const packets = readStored(bytes)
    const [first] = packets
    if (beginsHere && first !== undefined) first.talkStart = true
    const known = talks.talker(session)?.beganAtMs ?? null
    const beganAtMs = betterBeganAtMs(known, sessionBeganAtMs(packets, arrivedAtMs))
    const nowMs = Date.now()
    const taken = this.#inTransaction(() => {
      const taken = this.#keeper.take({ session, person, name, member, beganAtMs }, packets, nowMs)
      if (taken.begun.length > 0) talks.keepTalker({ session, person, name, member, beganAtMs }, nowMs)
      return taken
    })
    await this.#follow(taken)
  }

  async post({ person, role, session, bytes, end }: PostedTalk): Promise<PostAnswer> {
    const { tables, talks, people } = this.#parts
    const talker = talks.talker(session)
    const facts = { room: tables.room(), standing: people.standing(person), talker }
    const refusal = decidePost(facts, { person, role })
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

  /** Takes over a message whose audio is in R2. Once it resolves, nothing of it can be lost. */
  async takeMessage(message: FinishedMessage): Promise<MessageAnswer> {
    const taken = this.#inTransaction(() => this.messages.take(message, Date.now()))
    if (!taken.ok || taken.state === 'announced') return taken
    await this.watch()
    const steps = this.#outbox.advance(message.clip).then(() => this.watch())
    this.#parts.ctx.waitUntil(steps)
    if (message.facts.ack === 'stored') return taken
    await Promise.race([steps, new Promise((resolve) => setTimeout(resolve, INDEXED_WITHIN_MS))])
    return this.messages.stateOf(message.clip)
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
    uptoMs,
  }: {
    clip: string
    asker: Asker
    name: string
    uptoMs?: number
  }): { ok: true; heardBy: Listener[] } | Refused<ClipRefusal> {
    const found = this.desk.find(clip, asker)
    if (!found.ok) return found
    const by = { person: asker.person, name }
    const news = uptoMs === undefined ? { clip, by } : { clip, by, uptoMs }
    if (this.#parts.heard.add(clip, by, uptoMs ?? null)) this.#parts.tell({ heard: [news] })
    if (this.messages.heard(found.talk, asker.person, uptoMs ?? null, Date.now()))
      this.#parts.ctx.waitUntil(this.watch())
    return { ok: true, heardBy: this.#parts.heard.by(clip) }
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
    const isDeleted = !found.ok && found.reason === 'clip-deleted' && this.desk.receipt(clip) !== undefined
    if (!found.ok && !isDeleted) return found
    if (found.ok && !this.desk.mayForget(found.talk, asker)) return { ok: false, reason: 'not-yours' }
    if (found.ok) {
      const isSpeaker = found.talk.by.person === asker.person
      this.#forgetting.forget([found.talk], {
        person: asker.person,
        name: name ?? (isSpeaker ? found.talk.by.name : 'Owner'),
      })
    }
    await this.#see(clip)
    return { ok: true, receipt: this.desk.receipt(clip) as Receipt }
  }

  async retry({ clip, asker }: { clip: string; asker: Asker }) {
    const outbox = this.desk.outbox(asker)
    if (!outbox.ok) return outbox
    const talk = this.#parts.talks.talk(clip)
    if (talk === undefined) return { ok: false as const, reason: 'unknown-clip' as const }
    if (this.desk.isStuck(talk)) {
      this.#parts.talks.keepTalk({ ...talk, dueAtMs: Date.now(), attempts: 0, failingSinceMs: null })
    }
    await this.watch()
    this.#kick()
    return { ok: true as const }
  }

  async mend({ clip, missing }: { clip: string; missing: 'row' | 'object' }): Promise<Mending> {
    const { talks } = this.#parts
    const talk = talks.talk(clip)
    if (talk === undefined) return 'unknown'
    const isLost = talk.state === 'announced' && missing === 'object'
    if (isForgotten(talk)) talks.keepTalk({ ...talk, state: 'forgetting', dueAtMs: Date.now() })
    else if (isLost) this.#forgetting.forget([talk], null)
    else if (talk.state === 'announced' || (talk.state === 'stored' && missing === 'row')) {
      talks.keepTalk({ ...talk, state: 'stored', dueAtMs: Date.now() })
    }
    await this.#see(clip)
    return isLost || isForgotten(talk) ? 'forgotten' : 'known'
  }

  /** Nobody listens to anything any more: there is nothing. */
  silence(): void {
    this.#keeper.closeAll()
  }

  /** The alarm rings. */
  async wake(): Promise<void> {
    this.#alarmAtMs = undefined
    this.#forgetting.expire()
    await this.#outbox.run()
    await this.watch()
  }

  /** Sets the alarm to when something is due next, if it is not set to that. */
  async watch(): Promise<void> {
    const { talks, ctx } = this.#parts
    const talkMs = Math.min(talks.nextDueMs() ?? Number.POSITIVE_INFINITY, this.#forgetting.nextExpiryMs())
    const dueMs = Math.min(talkMs, this.#parts.nextDeadlineMs())
    if (dueMs === Number.POSITIVE_INFINITY) return
    const atMs = Math.max(dueMs, Date.now() + ALARM_BEHIND_MS)
    if (this.#alarmAtMs !== undefined && this.#alarmAtMs <= atMs && this.#alarmAtMs > Date.now()) return
    this.#alarmAtMs = atMs
    await ctx.storage.setAlarm(atMs)
  }

  async #follow({ begun, dueAtMs }: Taken): Promise<void> {
    if (begun.length > 0) this.#parts.tell({ talks: begun.map(openTalkOf) })
    await this.watch()
    if (dueAtMs <= Date.now()) this.#kick()
  }

  /** Takes the steps of one clip while somebody waits for it; what takes longer goes on without them. */
  async #see(clip: string): Promise<void> {
    await this.watch()
    const steps = this.#outbox.advance(clip).then(() => this.watch())
    this.#parts.ctx.waitUntil(steps)
    await Promise.race([steps, new Promise((resolve) => setTimeout(resolve, SEEN_FOR_MS))])
  }

  #kick(): void {
    this.#parts.ctx.waitUntil(this.#outbox.run().then(() => this.watch()))
  }

  #announce(talk: StoredTalk): void {
    const { talks } = this.#parts
    const told = this.#enter(talk)
    talks.keepTalk({ ...told, state: 'announced', dueAtMs: null })
    talks.dropChunks(talk.clip)
  }

  /** Writes its line of the log, and tells the room of it; of one that has a line, nothing. */
  #enter(talk: StoredTalk): StoredTalk {
    if (talk.entry !== null) return talk
    const { tables, talks, deliver } = this.#parts
    const number = tables.lastEntryNumber() + 1
    const nowMs = Date.now()
    const entry = clipEntry(talk, number, nowMs)
    const told = { ...talk, entry: number }
    this.#inTransaction(() => {
      tables.keepEntry(entry, talk.by.person, `clip:${talk.clip}`)
      talks.keepTalk(told)
      this.messages.announced(talk, nowMs)
    })
    deliver([entry])
    return told
  }

  #inTransaction<T>(change: () => T): T {
    return this.#parts.ctx.storage.transactionSync(change)
  }
}

const NOTHING_TAKEN: Taken = { begun: [], dueAtMs: Number.POSITIVE_INFINITY, stored: 0 }
