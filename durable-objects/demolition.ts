/**
 * The end of a room: deleted by its owner, or because nobody has joined for too long. From the first step on it is no
 * room for anybody; its clips, its rows and its storage go after that, and whatever fails is tried again by the alarm.
 */

import { destroyedAtMs } from '../src/archive/room-life.ts'
import { clipKey, deleteClipObjects } from '../src/store/clip-objects.ts'
import { removeRoom } from '../src/store/rooms.ts'
import { uploadName } from '../src/tus/upload-name.ts'
import type { ArchiveTables } from './archive-tables.ts'
import { logFailure } from './failure-log.ts'
import type { MessageTables } from './message-tables.ts'
import type { PeopleTables } from './people-tables.ts'
import type { TalkTables } from './talk-tables.ts'

/** R2 and D1 have trouble for minutes, not seconds. */
const AGAIN_AFTER_MS = 60_000
/** R2 deletes as many in one call (developers.cloudflare.com/r2/api/workers/workers-api-reference, `delete`). */
const CLIPS_AT_ONCE = 1_000
/** Calls of other objects that one turn may make (developers.cloudflare.com/workers/platform/limits, subrequests: 1,000), with room to spare. */
const UPLOADS_AT_ONCE = 500

interface DemolitionParts {
  ctx: DurableObjectState
  env: Env
  tables: ArchiveTables
  talks: TalkTables
  people: PeopleTables
  messages: MessageTables
  /** How many are in the room; rejects when it cannot be reached. */
  headcount(): Promise<number>
  /** Sends everybody out; rejects when the room cannot be reached. */
  empty(): Promise<void>
  /** Ends what is listened to while it is spoken. */
  silence(): void
  /** Takes back what people hold at TURN servers, as far as that can be done now. */
  revoke(): Promise<void>
}

export class Demolition {
  readonly #parts: DemolitionParts
  #isUnderWay = false
  /** The room could not be asked whether it is empty. */
  #notBeforeMs = 0

  constructor(parts: DemolitionParts) {
    this.#parts = parts
  }

  /** When this room has to go, or to be looked after because it is going; never: infinity. */
  nextMs(): number {
    const { tables, env } = this.#parts
    if (tables.isDestroyed()) return Date.now() + AGAIN_AFTER_MS
    const lastJoinedAtMs = tables.lastJoinedAtMs()
    if (lastJoinedAtMs === undefined) return Number.POSITIVE_INFINITY
    return Math.max(destroyedAtMs(lastJoinedAtMs, env.ROOM_DAYS), this.#notBeforeMs)
  }

  get hasBegun(): boolean {
    return this.#parts.tables.isDestroyed()
  }

  /** It is no room any more. */
  begin(): void {
    this.#parts.tables.markDestroyed()
  }

  /** Nobody has joined for as long as the operator says; but somebody may have been in it all the time. */
  async beginIfForgotten(): Promise<void> {
    if (this.hasBegun || this.nextMs() > Date.now()) return
    const { tables, headcount } = this.#parts
    const members = await headcount().catch(() => undefined)
    if (members === undefined) this.#notBeforeMs = Date.now() + AGAIN_AFTER_MS
    else if (members > 0) tables.markJoined(Date.now())
    else this.begin()
  }

  /** Erases everything there is; resolves when it is gone, or when a part of it has to be tried again. */
  async run(): Promise<void> {
    if (this.#isUnderWay) return
    this.#isUnderWay = true
    try {
      await this.#parts.empty()
      this.#parts.silence()
      this.#parts.people.revokeAllCredentials(Date.now())
      await this.#parts.revoke()
      await this.#erase()
    } catch (error) {
      logFailure('demolish', error)
    } finally {
      this.#isUnderWay = false
    }
  }

  /** The rows last: while they are there, the hourly sweep finds what is left of the objects. */
  async #erase(): Promise<void> {
    const { ctx, env, tables, talks } = this.#parts
    for (
      let page = talks.whereabouts('', CLIPS_AT_ONCE);
      page.length > 0;
      page = talks.whereabouts(page.at(-1)?.clip ?? '', CLIPS_AT_ONCE)
    ) {
      await deleteClipObjects(
        env.CLIPS,
        page.map(({ clip, person, startedAtMs, key }) => key ?? clipKey(person, startedAtMs, clip)),
      )
    }
    const room = ctx.id.name ?? ''
    if (!(await this.#endUploads(room))) return
    await removeRoom(env.INDEX, room)
    await ctx.storage.deleteAlarm()
    await ctx.storage.deleteAll()
    tables.renew()
  }
  /** Each has an object of its own. False: there are more, for the next time. */
  async #endUploads(room: string): Promise<boolean> {
    const { env, messages } = this.#parts
    const some = messages.uploads(UPLOADS_AT_ONCE)
    for (const upload of some) {
      await env.UPLOADS.getByName(uploadName(room, upload)).destroy()
      messages.dropUpload(upload)
    }
    return some.length < UPLOADS_AT_ONCE
  }
}
