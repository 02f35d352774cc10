/**
 * The outbox: takes each talk through its steps, sealed → stored → indexed → announced, and each deleted clip out of R2
 * and D1. A voice message is told already when it is stored: it plays from there, and nobody waits for the index. Every step
 * can be taken twice without harm; one that fails is tried again later, and after a crash the alarm finds what is unfinished.
 * Which step, and when, is src/archive's to say.
 */

import { FAILURE_OF, type MadeClip, NOBODY, STEP_AFTER, type StoredTalk } from '../src/archive/stored-talk.ts'
import { readStored } from '../src/archive/talk-packets.ts'
import { isStuckAt, retryAtMs, sealsAtMs } from '../src/archive/talk-timing.ts'
import { writeClip } from '../src/clips/clip-file.ts'
import { timelineOf } from '../src/clips/timeline.ts'
import { waveformOf } from '../src/clips/waveform.ts'
import { base64Url } from '../src/store/base64url.ts'
import { clipKey, deleteClipObject, putClipObject } from '../src/store/clip-objects.ts'
import { indexClip, unindexClip } from '../src/store/clips.ts'
import { logFailure } from './failure-log.ts'
import type { TalkTables } from './talk-tables.ts'

/** Clips in the making at a time: each is up to 8 MiB of packets and a file of them, in 128 MB for all that is here. */
const AT_ONCE = 2
/** R2 and D1 answer within seconds, or it is their failure. */
const STEP_WITHIN_MS = 60_000

export interface OutboxParts {
  room: string
  tables: TalkTables
  env: Pick<Env, 'CLIPS' | 'INDEX'>
  /** The talk takes no more packets. */
  sealed(talk: StoredTalk): void
  /** The clip is in R2: where that is enough, writes its entry. Answers the talk as it is then. */
  stored(talk: StoredTalk): StoredTalk
  /** The clip is in R2 and D1: writes its entry, in the same turn as its last state. */
  announce(talk: StoredTalk): void
  /** The talk becomes no clip: there is no sound in it. */
  dissolved(talk: StoredTalk): void
}

export class Outbox {
  readonly #parts: OutboxParts
  readonly #busy = new Map<string, Promise<void>>()

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  /** Takes every step that is due. Resolves when none is, or all that are left wait for another call. */
  async run(): Promise<void> {
    const due = this.#parts.tables.dueTalks(Date.now(), AT_ONCE + this.#busy.size)
    const free = due.filter(({ clip }) => !this.#busy.has(clip)).slice(0, AT_ONCE - this.#busy.size)
    if (free.length === 0) return
    await Promise.all(free.map(({ clip }) => this.advance(clip)))
    await this.run()
  }

  /** Takes the steps of one clip that are due; where that is under way, resolves with it. */
  advance(clip: string): Promise<void> {
    const underWay = this.#busy.get(clip) ?? this.#takeSteps(clip).finally(() => this.#busy.delete(clip))
    this.#busy.set(clip, underWay)
    return underWay
  }

  async #takeSteps(clip: string): Promise<void> {
    for (;;) {
      const talk = this.#parts.tables.talk(clip)
      if (talk === undefined || talk.dueAtMs === null || talk.dueAtMs > Date.now()) return
      await this.#step(talk)
    }
  }

  async #step(talk: StoredTalk): Promise<void> {
    const step = STEP_AFTER[talk.state]
    try {
      if (step === 'seal') this.#seal(talk)
      else if (step === 'store') await this.#try(talk, () => this.#store(talk))
      else if (step === 'index') await this.#tell(talk)
      else if (step === 'announce') this.#parts.announce(talk)
      else if (step === 'erase') await this.#try(talk, () => this.#erase(talk))
      else this.#parts.tables.keepTalk({ ...talk, dueAtMs: null })
    } catch (error) {
      this.#failed(talk, error)
    }
  }

  async #tell(talk: StoredTalk): Promise<void> {
    const told = this.#parts.stored(talk)
    await this.#try(told, () => this.#index(told))
  }

  /** Counts the attempt before it is made: one that takes this object down with it is not made for ever. */
  async #try(talk: StoredTalk, step: () => Promise<void>): Promise<void> {
    const nowMs = Date.now()
    const failing = { attempts: talk.attempts + 1, failingSinceMs: talk.failingSinceMs ?? nowMs }
    this.#parts.tables.keepTalk({ ...talk, ...failing, dueAtMs: this.#retryAtMs(talk, failing, nowMs) })
    let timer: number | null = null
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('No answer in time.')), STEP_WITHIN_MS)
    })
    await Promise.race([step(), late]).finally(() => clearTimeout(timer))
  }

  /** What is deleted has to go, and what is in R2 has been promised: only making a file, which may be its packets' fault, is given up. */
  #retryAtMs(
    { state }: StoredTalk,
    failing: { attempts: number; failingSinceMs: number },
    nowMs: number,
  ): number | null {
    return state === 'sealed' && isStuckAt(failing, nowMs) ? null : retryAtMs(failing, nowMs, Math.random())
  }

  /** Its due time is the earliest; it may have taken packets since. */
  #seal(talk: StoredTalk): void {
    const dueAtMs = sealsAtMs(talk, talk.arrivedAtMs)
    const isTime = dueAtMs <= Date.now()
    const sealed = { ...talk, state: 'sealed', sealed: true, dueAtMs: Date.now() } as const
    this.#parts.tables.keepTalk(isTime ? sealed : { ...talk, dueAtMs })
    if (isTime) this.#parts.sealed(talk)
  }

  async #store(talk: StoredTalk): Promise<void> {
    const { tables, room, env } = this.#parts
    const timeline = timelineOf(tables.chunks(talk.clip).flatMap(readStored))
    if (timeline === undefined) return this.#parts.dissolved(talk)
    const { by, startedAtMs, clip: id, continues } = talk
    const tags = { speaker: by.name, room, startedAtMs, source: id }
    const { bytes, durationMs: exactMs } = await writeClip(timeline, tags)
    const sha256 = await crypto.subtle.digest('SHA-256', bytes)
    const key = clipKey(by.person, startedAtMs, id)
    await putClipObject(env.CLIPS, key, bytes, { sha256, origin: { room, clip: id } })
    const durationMs = Math.round(exactMs) // the decoder’s look-ahead, which is left out, is 6.5 ms
    const waveform = waveformOf(timeline)
    const clip = { id, startedAtMs, durationMs, waveform, bytes: bytes.length, continues }
    const made: MadeClip = { clip, checksum: base64Url(new Uint8Array(sha256)), key }
    if (this.#succeeded(talk, { state: 'stored', made })) return
    await deleteClipObject(env.CLIPS, key) // it was forgotten while it was on its way
  }

  async #index(talk: StoredTalk): Promise<void> {
    const { env, room } = this.#parts
    if (talk.made === null) throw new Error('A stored talk has no clip.')
    const { clip, checksum, key } = talk.made
    await indexClip(env.INDEX, { ...clip, room, by: talk.by, checksum, key }, Date.now())
    this.#succeeded(talk, { state: 'indexed' })
  }

  async #erase(talk: StoredTalk): Promise<void> {
    const { env, room } = this.#parts
    const forgottenAtMs = talk.receipt?.forgottenAtMs ?? Date.now()
    const key = talk.made?.key ?? clipKey(talk.by.person, talk.startedAtMs, talk.clip)
    await Promise.all([unindexClip(env.INDEX, talk.clip, room, forgottenAtMs), deleteClipObject(env.CLIPS, key)])
    const receipt = talk.receipt && { ...talk.receipt, complete: true }
    this.#succeeded(talk, { state: 'forgotten', receipt, made: null, dueAtMs: null, by: NOBODY })
  }

  /** Goes on to the next state, unless something else has become of the talk meanwhile. */
  #succeeded(before: StoredTalk, change: Partial<StoredTalk>): boolean {
    const talk = this.#parts.tables.talk(before.clip)
    if (talk?.state !== before.state) return false
    const settled = { attempts: 0, failingSinceMs: null, failure: null, dueAtMs: Date.now() }
    this.#parts.tables.keepTalk({ ...talk, ...settled, ...change })
    return true
  }

  #failed(before: StoredTalk, error: unknown): void {
    const step = STEP_AFTER[before.state]
    logFailure(step ?? before.state, error)
    const talk = this.#parts.tables.talk(before.clip)
    if (talk?.state !== before.state) return
    const nowMs = Date.now()
    const failing = {
      attempts: Math.max(talk.attempts, before.attempts + 1),
      failingSinceMs: talk.failingSinceMs ?? nowMs,
    }
    const failure = step !== undefined && step in FAILURE_OF ? FAILURE_OF[step as keyof typeof FAILURE_OF] : 'clip'
    this.#parts.tables.keepTalk({ ...talk, ...failing, failure, dueAtMs: this.#retryAtMs(talk, failing, nowMs) })
  }
}
