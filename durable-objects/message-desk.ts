/**
 * Voice messages, joined to the Archive's tables: who may begin one, taking over one whose audio is in R2, and the end of
 * those that burn. What is decided, src/archive decides. Synchronous; whoever calls has what follows carried out.
 */

import { effectiveRole } from '../src/archive/admission.ts'
import { goneAtMs, isBurntBy } from '../src/archive/burning.ts'
import type { Asker } from '../src/archive/clip-answers.ts'
import type {
  CountAnswer,
  FinishedMessage,
  MessageAnswer,
  UploadCount,
  UploadGrant,
  UploadRequest,
} from '../src/archive/message-answers.ts'
import { decideCount, decideUpload, storedMessage } from '../src/archive/messages.ts'
import { isForgotten, type StoredTalk } from '../src/archive/stored-talk.ts'
import { UNREAD_ENTRIES, type Unread, unreadOf } from '../src/archive/unread.ts'
import { maySpeakAs } from '../src/protocol/roles.ts'
import { randomId } from '../src/tokens/random-id.ts'
import type { KeepingParts } from './keeping-parts.ts'

type DeskParts = Pick<KeepingParts, 'tables' | 'talks' | 'heard' | 'people' | 'door' | 'messages'>

export class MessageDesk {
  readonly #parts: DeskParts

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  /** Within a transaction. The same message of the same person again is the same upload. */
  begin({ asker, name, upload, message, kind, bytes }: UploadRequest, nowMs: number): UploadGrant {
    const { people, messages, door } = this.#parts
    const entry = door.entry(asker)
    if (!entry.ok) return entry
    messages.forgetUploads(nowMs)
    const by = { person: asker.person, name: name ?? people.nameOf(asker.person) }
    const known = message === null ? undefined : messages.uploadOf(asker.person, message)
    if (known !== undefined) return { ok: true, upload: known.upload, clip: known.clip, by }
    const unfinished = messages.unfinishedOf(asker.person).length
    const { silenced } = people.standing(asker.person)
    const room = messages.underWay()
    const refusal = decideUpload({ role: entry.role, silenced, unfinished, room }, { kind, bytes })
    if (refusal !== undefined) return { ok: false, reason: refusal }
    const clip = randomId()
    messages.keepUpload({ upload, person: asker.person, message, clip, kind, bytes }, nowMs)
    return { ok: true, upload, clip, by }
  }

  /** Within a transaction. The one place that says whether an upload is under way here, and what it counts as. */
  count(count: UploadCount, nowMs: number): CountAnswer {
    const { messages } = this.#parts
    const refused = () => decideCount(messages.known(count.upload), count, messages.underWay())
    let refusal = refused()
    if (refusal === 'room-uploads-full') {
      messages.forgetUploads(nowMs)
      refusal = refused()
    }
    if (refusal !== undefined) return { ok: false, reason: refusal }
    messages.count(count.upload, count.bytes)
    return { ok: true }
  }

  /** Within a transaction. Again, it changes nothing. */
  take(message: FinishedMessage, nowMs: number): MessageAnswer {
    const { tables, talks, messages } = this.#parts
    if (tables.room() === undefined) return { ok: false, reason: 'unknown-room' }
    const known = talks.talk(message.clip)
    if (known !== undefined && isForgotten(known)) return { ok: false, reason: 'clip-deleted' }
    const refusal = known === undefined ? this.#refusalNow(message.by.person) : undefined
    if (refusal !== undefined) return { ok: false, reason: refusal }
    if (known === undefined) {
      // Another request of the same forward has failed and taken it back: what is asked for once more is another clip.
      if (!messages.markDone(message.upload) && message.forwarded) return { ok: false, reason: 'unknown-upload' }
      talks.keepTalk(storedMessage(message, nowMs))
    }
    return this.stateOf(message.clip)
  }

  stateOf(clip: string): MessageAnswer {
    const talk = this.#parts.talks.talk(clip)
    if (talk === undefined || isForgotten(talk)) return { ok: false, reason: 'clip-deleted' }
    return { ok: true, state: talk.state === 'announced' ? 'announced' : 'stored', entry: talk.entry }
  }

  /** A message has been announced: if it burns, everybody who has been here is to hear it. Within a transaction. */
  announced({ clip, by, made }: StoredTalk, nowMs: number): void {
    const burnsAtMs = made?.clip.burnsAtMs
    if (burnsAtMs !== undefined) this.#parts.messages.keepBurning(clip, by.person, burnsAtMs, nowMs)
  }

  /** Somebody has heard so much of a clip (null: all of it). True: a burning one now has an earlier end. */
  heard({ clip, by, made }: StoredTalk, person: string, uptoMs: number | null, nowMs: number): boolean {
    const { heard, messages } = this.#parts
    if (made === null || person === by.person || !isBurntBy(made.clip, uptoMs)) return false
    if (!heard.markBurnt(clip, person, nowMs) || !messages.noLongerAwait(clip, person)) return false
    messages.burnAt(clip, goneAtMs(messages.burnsAtMs(clip) ?? nowMs, nowMs))
    return true
  }

  unread({ person }: Asker): Unread {
    const { tables, people, heard } = this.#parts
    const entries = tables.entriesBefore(Number.MAX_SAFE_INTEGER, UNREAD_ENTRIES)
    const seenAtMs = people.lastSeenAtMs(person) ?? null
    return unreadOf(entries, { person, seenAtMs, hasHeard: (clip) => heard.hasHeard(clip, person) })
  }

  /** What moderators have decided since it was begun. */
  #refusalNow(person: string): 'removed' | 'silenced' | 'not-allowed' | undefined {
    const standing = this.#parts.people.standing(person)
    if (standing.banned) return 'removed'
    if (standing.silenced) return 'silenced'
    const comesAs = this.#parts.people.visit(person)?.role === 'owner' ? 'owner' : 'speaker'
    return maySpeakAs(effectiveRole(standing, comesAs)) ? undefined : 'not-allowed'
  }
}
