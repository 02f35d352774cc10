/**
 * What becomes of an upload that has all its bytes: checked and written to R2 in one pass, handed over to the room's Archive,
 * followed until it is announced; or refused, or taken back, with nothing left of it. Every step can be taken twice
 * without harm; one that fails is tried again later, for as long as it takes. Which step, src/tus/stored-upload.ts says.
 */

import type { FinishedMessage, MessageAnswer } from '../src/archive/message-answers.ts'
import { retryAtMs } from '../src/archive/talk-timing.ts'
import { clipKey, deleteClipObject, headClipObject } from '../src/store/clip-objects.ts'
import {
  advanced,
  failed,
  handedOver,
  isAnswered,
  isDeadly,
  refused,
  type StoredUpload,
  tried,
  UPLOAD_STEP,
  written,
} from '../src/tus/stored-upload.ts'
import { uploadName } from '../src/tus/upload-name.ts'
import { logFailure } from './failure-log.ts'
import { inTime } from './in-time.ts'
import { UploadWriting, type WritingParts } from './upload-writing.ts'

/** Whoever has sent the last byte is answered within this, with the state that it has reached. */
const ANSWERED_WITHIN_MS = 10_000

export interface FinishParts extends WritingParts {
  env: Pick<Env, 'CLIPS' | 'UPLOADS' | 'ARCHIVES'>
  /** There is nothing of it any more. */
  wipe(): Promise<void>
}

export class UploadFinish {
  readonly #parts: FinishParts
  readonly #writing: UploadWriting
  readonly #waiting = new Set<() => void>()
  #running: Promise<void> | undefined

  constructor(parts: FinishParts) {
    this.#parts = parts
    this.#writing = new UploadWriting(parts)
  }

  /** Takes every step that is due. Resolves when none is. */
  run(): Promise<void> {
    this.#running ??= this.#takeSteps().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Runs until the sender can be answered: it is as far as they wait for, a step has failed, or that takes too long. */
  async answer(): Promise<void> {
    const run = this.run()
    let look: () => void = () => {}
    const isFar = new Promise<void>((resolve) => {
      look = () => this.#isAnswered() && resolve()
    })
    this.#waiting.add(look)
    look()
    // Where it takes too long, it goes on without them.
    await inTime(Promise.race([run, isFar]), ANSWERED_WITHIN_MS).catch(() => undefined)
    this.#waiting.delete(look)
  }

  #isAnswered(): boolean {
    const upload = this.#parts.tables.upload()
    return upload === undefined || isAnswered(upload)
  }

  async #takeSteps(): Promise<void> {
    for (;;) {
      const upload = this.#parts.tables.upload()
      if (upload?.dueAtMs == null || upload.dueAtMs > Date.now()) return this.#writing.clearAway()
      await this.#try(upload)
      for (const look of this.#waiting) look()
    }
  }

  async #try(upload: StoredUpload): Promise<void> {
    if (isDeadly(upload)) return this.#refuse(upload, 'unreadable')
    const nowMs = Date.now()
    const failing = { attempts: upload.attempts + 1 }
    const trying = tried(upload, againAtMs(failing, nowMs), nowMs)
    this.#parts.tables.keep(trying)
    try {
      await this.#step(trying)
    } catch (error) {
      logFailure(UPLOAD_STEP[upload.state] ?? upload.state, error)
      this.#goOn(upload, (now) => failed(now, againAtMs(failing, Date.now())))
    }
  }

  async #step(upload: StoredUpload): Promise<void> {
    switch (UPLOAD_STEP[upload.state]) {
      case 'write':
        return this.#write(upload)
      case 'hand-over':
        return this.#handOver(upload)
      case 'follow':
        return this.#follow(upload)
      case 'dismiss':
        return this.#dismiss(upload)
      case 'end':
        return this.#end(upload)
      case undefined:
        this.#parts.tables.keep({ ...upload, dueAtMs: null })
    }
  }

  async #write(upload: StoredUpload): Promise<void> {
    const { tables, env } = this.#parts
    const made = await this.#writing.write(upload)
    if (typeof made === 'string') return this.#refuse(upload, made)
    if (this.#goOn(upload, (now) => written(now, made, Date.now()))) return
    // It was taken back on its way.
    if (tables.upload()?.state !== 'written') await this.#inTime(deleteClipObject(env.CLIPS, made.key))
  }

  #refuse(upload: StoredUpload, fault: string): void {
    if (this.#goOn(upload, (now) => refused(now, fault, Date.now()))) this.#parts.tables.dropPiecesFrom(0)
  }

  async #handOver(upload: StoredUpload): Promise<void> {
    const { env, tables } = this.#parts
    const key = upload.file?.key ?? ''
    // What lies in R2 unknown to its room for long is swept.
    const isThere = upload.attempts === 1 || (await this.#inTime(headClipObject(env.CLIPS, key))) !== null
    if (!isThere) return void this.#goOn(upload, (now) => advanced(now, { state: 'received', file: null }, Date.now()))
    const answer = await this.#tellArchive(upload)
    if (!answer.ok) await this.#inTime(deleteClipObject(env.CLIPS, key))
    if (!answer.ok && answer.reason === 'unknown-room') {
      return void this.#goOn(upload, (now) => advanced(now, { state: 'erasing' }, Date.now()))
    }
    if (!answer.ok && answer.reason !== 'clip-deleted') return this.#refuse(upload, answer.reason)
    // Deleted by now: it was a message before.
    const told = answer.ok ? answer : ({ state: 'announced', entry: null } as const)
    if (!this.#goOn(upload, (now) => handedOver(now, told, Date.now()))) return
    tables.dropPiecesFrom(0)
    await this.#releaseParts(upload)
  }

  async #follow(upload: StoredUpload): Promise<void> {
    const answer = await this.#tellArchive({ ...upload, facts: { ...upload.facts, ack: 'indexed' } })
    const told = answer.ok ? answer : ({ state: 'announced', entry: null } as const)
    if (told.state === 'announced') this.#goOn(upload, (now) => handedOver(now, told, Date.now()))
  }

  async #dismiss(upload: StoredUpload): Promise<void> {
    await this.#writing.abort(upload)
    await this.#releaseParts(upload)
    await this.#inTime(this.#archiveOf(upload).endUpload(upload.upload))
    this.#goOn(upload, (now) => advanced(now, { dueAtMs: null, multipart: null }, Date.now()))
  }

  async #end(upload: StoredUpload): Promise<void> {
    const { env, wipe } = this.#parts
    const { by, startedAtMs, clip, kind, state } = upload
    await this.#writing.abort(upload)
    // An attempt that a crash cut short may have got so far.
    if (kind !== 'partial') await this.#inTime(deleteClipObject(env.CLIPS, clipKey(by.person, startedAtMs, clip)))
    if (state === 'ending') await this.#inTime(this.#archiveOf(upload).endUpload(upload.upload))
    await wipe()
  }

  #tellArchive(upload: StoredUpload): Promise<MessageAnswer> {
    const { clip, by, facts, file } = upload
    if (file === null) throw new Error('A written upload has no file.')
    const message: FinishedMessage = { upload: upload.upload, clip, by, facts, file }
    return this.#inTime<MessageAnswer>(this.#archiveOf(upload).takeMessage(message))
  }

  /** The bytes of its parts are not wanted any more. Where that fails, they go when their time is over. */
  async #releaseParts({ parts, by, room }: StoredUpload): Promise<void> {
    const { UPLOADS } = this.#parts.env
    const released = parts.map((part) => this.#inTime(UPLOADS.getByName(uploadName(room, part)).release(by.person)))
    for (const result of await Promise.allSettled(released)) {
      if (result.status === 'rejected') logFailure('release', result.reason)
    }
  }

  #inTime<T>(answer: Promise<T>): Promise<T> {
    return inTime(answer, this.#parts.answerWithinMs)
  }

  #archiveOf({ room }: StoredUpload) {
    return this.#parts.env.ARCHIVES.getByName(room)
  }

  /** Changes it, unless something else has become of it meanwhile. */
  #goOn(before: StoredUpload, change: (upload: StoredUpload) => StoredUpload): boolean {
    const upload = this.#parts.tables.upload()
    if (upload?.state !== before.state) return false
    this.#parts.tables.keep(change(upload))
    return true
  }
}

/** What somebody has said is never given up for what is out of reach. */
const againAtMs = (failing: { attempts: number }, nowMs: number): number => retryAtMs(failing, nowMs, Math.random())
