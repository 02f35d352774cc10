/**
 * The step that makes a clip's object of an upload's bytes: each is looked at on its way to R2, once, and the first that is wrong
 * stops it. What an attempt has begun there is aborted before the next one, and by whoever finds it left behind.
 */

import { ClipCheck } from '../src/clips/clip-check.ts'
import { abortClipObject, ClipObjectWriter } from '../src/store/clip-object-writer.ts'
import { clipKey } from '../src/store/clip-objects.ts'
import type { FinishedFile, StoredUpload } from '../src/tus/stored-upload.ts'
import { logFailure } from './failure-log.ts'
import { inTime } from './in-time.ts'
import { joinedBytes, MissingPart, ownBytes } from './upload-bytes.ts'
import type { UploadTables } from './upload-tables.ts'

export interface WritingParts {
  tables: UploadTables
  env: Pick<Env, 'CLIPS' | 'UPLOADS'>
  /** What takes longer has failed, whatever still comes of it: the step is tried again, and finds what there is. */
  answerWithinMs?: number
}

export class UploadWriting {
  readonly #parts: WritingParts

  constructor(parts: WritingParts) {
    this.#parts = parts
  }

  /** A string: why it is no clip, and then there is no object. Rejects where R2 or a part cannot be reached. */
  async write(upload: StoredUpload): Promise<FinishedFile | string> {
    await this.abort(upload)
    const { by, clip, room, startedAtMs } = upload
    const key = clipKey(by.person, startedAtMs, clip)
    const begun = (multipart: string) => this.#begun(upload, multipart)
    const writer = new ClipObjectWriter({ bucket: this.#parts.env.CLIPS, key, origin: { room, clip }, begun })
    const made = await this.#check(upload, writer).finally(() => this.#inTime(writer.giveUp()))
    if (typeof made === 'string') return made
    const { waveform, durationMs, bytes, checksum } = made
    return { startedAtMs, durationMs, waveform: upload.facts.waveform ?? waveform, bytes, checksum, key }
  }

  /** Rejects where R2 cannot be reached. */
  async abort({ by, startedAtMs, clip, multipart }: StoredUpload): Promise<void> {
    if (multipart === null) return
    const key = clipKey(by.person, startedAtMs, clip)
    await this.#inTime(abortClipObject(this.#parts.env.CLIPS, key, multipart))
  }

  /** What an attempt that failed, or a crash, has left begun in R2 goes now: the next attempt may be far off. */
  async clearAway(): Promise<void> {
    const { tables } = this.#parts
    const upload = tables.upload()
    if (upload === undefined || upload.multipart === null) return
    try {
      await this.abort(upload)
      const now = tables.upload()
      if (now?.multipart === upload.multipart) tables.keep({ ...now, multipart: null })
    } catch (error) {
      logFailure('abort', error) // the next attempt begins with it
    }
  }

  /** Kept whatever has become of it: where it was taken back meanwhile, its end aborts this. Whether it goes on. */
  #begun({ state }: StoredUpload, multipart: string): boolean {
    const { tables } = this.#parts
    const upload = tables.upload()
    if (upload !== undefined) tables.keep({ ...upload, multipart })
    return upload?.state === state
  }

  async #check(upload: StoredUpload, writer: ClipObjectWriter) {
    const check = new ClipCheck()
    try {
      for await (const bytes of this.#bytesOf(upload)) {
        const fault = check.push(bytes)
        if (fault !== undefined) return fault
        await this.#inTime(writer.add(bytes))
      }
    } catch (error) {
      if (error instanceof MissingPart) return 'missing-part'
      throw error
    }
    const found = check.end()
    if (!found.ok) return found.reason
    return { ...found, ...(await this.#inTime(writer.finish())) }
  }

  #bytesOf(upload: StoredUpload) {
    const { tables, env, answerWithinMs } = this.#parts
    if (upload.kind === 'final') return joinedBytes(upload, env.UPLOADS, answerWithinMs)
    return ownBytes(tables, upload.offsetBytes)
  }

  #inTime<T>(answer: Promise<T>): Promise<T> {
    return inTime(answer, this.#parts.answerWithinMs)
  }
}
