/**
 * Who comes in under which number, and what stands in the log: looked up and stored here, decided by src/archive. What is
 * called here runs in one transaction of the Archive's. Synchronous.
 */

import {
  type Admission,
  type AdmitRequest,
  FORGET_EVERY_MS,
  NUMBER_HELD_MS,
  SESSION_FORGOTTEN_MS,
  TALKER_FORGOTTEN_MS,
} from '../src/archive/admission.ts'
import { type AppendRequest, entryOf, replayFrom } from '../src/archive/log.ts'
import { nextMemberNumber } from '../src/archive/member-numbers.ts'
import type { Refused } from '../src/archive/refused.ts'
import { openTalkOf } from '../src/archive/stored-talk.ts'
import type { Entry } from '../src/protocol/room-message.ts'
import type { KeepingParts } from './keeping-parts.ts'

interface Written {
  ok: true
  entry: Entry
  isNew: boolean
}

type RegisterParts = Pick<KeepingParts, 'tables' | 'people' | 'talks' | 'door'>

export class Register {
  readonly #parts: RegisterParts
  #forgotAtMs = 0

  constructor(parts: RegisterParts) {
    this.#parts = parts
  }

  admit(request: AdmitRequest, nowMs: number): Admission {
    const { tables, people, talks, door } = this.#parts
    this.#forget(nowMs)
    const decision = door.admission(request, nowMs)
    if (!decision.admit) return { ok: false, reason: decision.reason }
    const { session, person, address } = request
    const known = tables.session(session)?.number
    const number = known ?? nextMemberNumber(tables.lastMemberNumber(), (held) => tables.holdsNumber(held))
    if (number === undefined) return { ok: false, reason: 'numbers-exhausted' }
    tables.keepSession(session, { number, person, address }, nowMs)
    people.noteVisit(request, nowMs)
    const lastEntry = tables.lastEntryNumber()
    const entries = tables.entriesFrom(replayFrom(request.after, lastEntry))
    const { silenced } = people.standing(person)
    const { resumed, room, role } = decision
    const open = talks.openTalks().map(openTalkOf)
    return { ok: true, number, resumed, silenced, role, room, lastEntry, entries, talks: open }
  }

  /** The same client id of the same person again is the same entry. */
  append(request: AppendRequest, nowMs: number): Written | Refused<'not-allowed' | 'unknown-room'> {
    const { tables, door } = this.#parts
    if (tables.room() === undefined) return { ok: false, reason: 'unknown-room' }
    const known = tables.entryOfClient(request.by.person, request.id)
    if (known !== undefined) return { ok: true, entry: known, isNew: false }
    if (door.forbids(request)) return { ok: false, reason: 'not-allowed' }
    const entry = entryOf(door.named(request), tables.lastEntryNumber() + 1, nowMs)
    tables.keepEntry(entry, request.by.person, request.id)
    door.apply(request, nowMs)
    return { ok: true, entry, isNew: true }
  }

  #forget(nowMs: number): void {
    if (nowMs - this.#forgotAtMs < FORGET_EVERY_MS) return
    this.#forgotAtMs = nowMs
    const { tables, people, talks } = this.#parts
    tables.forgetSessions(nowMs - NUMBER_HELD_MS, nowMs - SESSION_FORGOTTEN_MS)
    talks.forgetTalkers(nowMs - TALKER_FORGOTTEN_MS)
    people.forgetPeople(nowMs - TALKER_FORGOTTEN_MS)
  }
}
