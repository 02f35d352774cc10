/**
 * The Upload object: offset and bytes of one resumable upload, until they are a clip in R2 that the room's Archive knows.
 * What tus allows and how an upload goes through its states, src/tus decides; whether the bytes are a clip, src/clips.
 *
 * Next: durable-objects/upload-intake.ts
 */

import { DurableObject } from 'cloudflare:workers'
import { APPEND_HEADER } from '../src/tus/append-call.ts'
import { refusalOfAppend, roomLeft } from '../src/tus/appending.ts'
import { bookedBytes } from '../src/tus/booking.ts'
import {
  advanced,
  beginUpload,
  fed,
  grown,
  isExpired,
  isFinishedPart,
  isGone,
  isRevocable,
  isUnfinished,
  nextAtMs,
  type StoredUpload,
  standing,
  told,
  viewOf,
  wanted,
} from '../src/tus/stored-upload.ts'
import type { AppendRequest, NewUpload, UploadAnswer } from '../src/tus/upload.ts'
import { counted, countedAhead, lengthOf, neverMade, roomFor } from './upload-asking.ts'
import { ownBytes, streamOf } from './upload-bytes.ts'
import { UploadFinish } from './upload-finish.ts'
import { Intake, type IntakeOutcome, REFUSED_AS } from './upload-intake.ts'
import { UploadTables } from './upload-tables.ts'

/** What is due now is done now; the alarm stands behind it for the case of a crash, and for what fails. */
const ALARM_BEHIND_MS = 1_000

export class Upload extends DurableObject<Env> {
  readonly #tables: UploadTables
  readonly #finish: UploadFinish
  #intake: Intake | undefined
  #alarmAtMs: number | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#tables = new UploadTables(ctx.storage.sql)
    this.#finish = new UploadFinish({ tables: this.#tables, env, wipe: () => this.#wipe() })
    // An alarm may have been lost with what set it; whatever wakes the object sees to it.
    ctx.waitUntil(this.#watch())
  }

  /** Opens it; again, it changes nothing. */
  async create(made: NewUpload): Promise<UploadAnswer> {
    if (this.#tables.upload() === undefined) {
      const length = await lengthOf(this.env, made)
      if (typeof length === 'string') return neverMade(this.env, made, length)
      // Of two who come at once, the first has made it.
      if (this.#tables.upload() === undefined) this.#keep(beginUpload(made, length, Date.now()))
    }
    const upload = this.#tables.upload()
    const count = upload && (await counted(this.env, upload, bookedBytes(upload, upload.offsetBytes)))
    if (count?.ok === false && this.#giveUp()) return count
    return this.#answerOfSender(made.by.person)
  }

  /** How far it is. An append that still runs ends: whoever asks has lost it. */
  async look(person: string): Promise<UploadAnswer> {
    this.#overtake(person)
    this.ctx.waitUntil(this.#run())
    return this.#answer(person)
  }

  /** Bytes, as the Worker hands them on: none but it can reach an upload. */
  override async fetch(request: Request): Promise<Response> {
    const append: AppendRequest = JSON.parse(request.headers.get(APPEND_HEADER) ?? 'null')
    return Response.json(await this.append(append, request.body))
  }

  /** Takes the bytes of a body as they come; null: there is none. */
  async append(request: AppendRequest, body: ReadableStream<Uint8Array> | null): Promise<UploadAnswer> {
    const sentTo = this.#found(request.person)
    const count = sentTo && (await countedAhead(this.env, sentTo, request, body !== null))
    if (count?.ok === false && count.reason === 'unknown-upload') this.#giveUp()
    const upload = this.#overtake(request.person)
    const refusal = upload === undefined ? 'unknown-upload' : refusalOfAppend(viewOf(upload), request, count?.ok)
    if (upload === undefined || refusal !== undefined) {
      await body?.cancel().catch(() => undefined) // its line may be dead already
      return { ok: false, reason: refusal ?? 'unknown-upload', ...(upload && standing(upload)) }
    }
    const isOpen = upload.state === 'receiving' && (request.lengthBytes ?? request.words) !== null
    const now = isOpen ? told(upload, request, Date.now()) : upload
    if (isOpen) this.#keep(now)
    const outcome = await this.#take(now, request, body)
    if (outcome === 'complete') return this.#answerOfSender(request.person)
    const left = this.#found(request.person)
    return { ok: false, reason: REFUSED_AS[outcome], ...(left && { upload: viewOf(left) }) }
  }

  /** Takes it back, with all its bytes. What is a message already stays one. */
  async terminate(person: string): Promise<UploadAnswer> {
    const upload = this.#overtake(person)
    if (upload === undefined) return { ok: false, reason: 'unknown-upload' }
    if (!isRevocable(upload)) return { ok: false, reason: 'upload-over', upload: viewOf(upload) }
    this.#leave(upload, 'ending')
    return { ok: true, upload: viewOf(upload) }
  }

  /** The bytes of a finished partial one of this person's. */
  async read(person: string): Promise<ReadableStream<Uint8Array> | null> {
    const upload = this.#found(person)
    if (upload === undefined || !isFinishedPart(upload)) return null
    this.#keep(wanted(upload, Date.now()))
    return streamOf(ownBytes(this.#tables, upload.offsetBytes))
  }

  /** How much there is of a finished partial one of this person's; null: it is none. */
  async lengthOfPart(person: string): Promise<number | null> {
    const upload = this.#found(person)
    return upload !== undefined && isFinishedPart(upload) ? upload.offsetBytes : null
  }

  /** The bytes of a partial one of this person's are joined, or no clip: nobody wants them any more. */
  async release(person: string): Promise<void> {
    const upload = this.#found(person)
    if (upload === undefined || !isFinishedPart(upload)) return
    this.#tables.dropPiecesFrom(0)
    this.#keep(advanced(upload, { state: 'joined' }, Date.now()))
    this.ctx.waitUntil(this.#run())
  }

  /** Its room is gone. */
  async destroy(): Promise<void> {
    this.#intake?.end('overtaken')
    const upload = this.#tables.upload()
    if (upload !== undefined) this.#leave(upload, 'erasing')
    await this.#run()
  }

  override async alarm(): Promise<void> {
    this.#alarmAtMs = undefined
    const upload = this.#tables.upload()
    if (upload !== undefined && isExpired(upload, Date.now())) {
      this.#intake?.end('overtaken')
      if (upload.state === 'announced') await this.#wipe()
      else this.#leave(upload, 'ending')
    }
    await this.#run()
  }

  /** The bytes of a body, by themselves: whoever sent them may be gone before they are stored. */
  async #take(
    upload: StoredUpload,
    request: AppendRequest,
    body: ReadableStream<Uint8Array> | null,
  ): Promise<IntakeOutcome> {
    const atByte = upload.offsetBytes
    this.#tables.dropPiecesFrom(atByte)
    const intake = new Intake({
      atByte,
      roomBytes: roomLeft(upload),
      checksum: request.checksum,
      room: roomFor(this.env, upload, request),
      began: () => this.#change((now) => fed(now, Date.now())),
      keep: (at, bytes) => this.#tables.keepPiece(at, bytes),
      count: (until) => this.#count(until),
    })
    this.#intake = intake
    const run = intake.run(body)
    this.ctx.waitUntil(run.catch(() => undefined)) // whoever waits for it is told
    try {
      return await run
    } finally {
      if (this.#intake === intake) this.#intake = undefined
    }
  }

  #count(untilByte: number): void {
    this.#change((upload) => grown(upload, untilByte, Date.now()))
  }

  /** While it takes bytes. */
  #change(change: (upload: StoredUpload) => StoredUpload): void {
    const upload = this.#tables.upload()
    if (upload?.state === 'receiving') this.#keep(change(upload))
  }

  /** The answer to whoever may have sent its last byte. */
  async #answerOfSender(person: string): Promise<UploadAnswer> {
    this.ctx.waitUntil(this.#run())
    await this.#finish.answer()
    return this.#answer(person)
  }

  #answer(person: string): UploadAnswer {
    const upload = this.#found(person)
    if (upload === undefined) return { ok: false, reason: 'unknown-upload' }
    if (upload.state === 'refused') return { ok: false, reason: 'not-a-clip', ...standing(upload) }
    return { ok: true, upload: viewOf(upload) }
  }

  /** Undefined for everybody else, and when its time is over. */
  #found(person: string): StoredUpload | undefined {
    const upload = this.#tables.upload()
    const isTheirs = upload?.by.person === person && !isGone(upload) && !isExpired(upload, Date.now())
    return isTheirs ? upload : undefined
  }

  /** It, as `#found`, with all that counts of a body that still runs: that ends for whoever it belongs to, and for nobody else. */
  #overtake(person: string): StoredUpload | undefined {
    if (this.#found(person) !== undefined) this.#intake?.end('overtaken')
    return this.#found(person)
  }

  /** Its room does not count it: it goes, unless it is on its way to the room by now. Whether it does. */
  #giveUp(): boolean {
    const upload = this.#tables.upload()
    if (upload === undefined || !isUnfinished(upload)) return false
    this.#intake?.end('overtaken')
    this.#leave(upload, 'ending')
    return true
  }

  /** All that there is of it goes, its bytes at once. */
  #leave(upload: StoredUpload, state: 'ending' | 'erasing'): void {
    this.#tables.dropPiecesFrom(0)
    this.#keep(advanced(upload, { state }, Date.now()))
    this.ctx.waitUntil(this.#run())
  }

  #keep(upload: StoredUpload): void {
    this.#tables.keep(upload)
    this.ctx.waitUntil(this.#watch())
  }

  async #run(): Promise<void> {
    await this.#finish.run()
    await this.#watch()
  }

  /** Sets the alarm to when something is due next. It may ring too early, and then looks again: bytes move its end. */
  async #watch(): Promise<void> {
    const upload = this.#tables.upload()
    const dueAtMs = upload === undefined ? Number.POSITIVE_INFINITY : nextAtMs(upload)
    if (dueAtMs === Number.POSITIVE_INFINITY) return
    const atMs = Math.max(dueAtMs, Date.now() + ALARM_BEHIND_MS)
    if (this.#alarmAtMs !== undefined && this.#alarmAtMs <= atMs && this.#alarmAtMs > Date.now()) return
    this.#alarmAtMs = atMs
    await this.ctx.storage.setAlarm(atMs)
  }

  async #wipe(): Promise<void> {
    const { storage } = this.ctx
    const gone = [storage.deleteAlarm(), storage.deleteAll()]
    this.#tables.forget()
    this.#alarmAtMs = undefined
    await Promise.all(gone)
  }
}
