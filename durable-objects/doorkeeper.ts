/**
 * Who may be in the room and what they are in it: looked up here, judged by src/archive. What a moderator decides is
 * carried out here too. Synchronous.
 */

import {
  type AdmitRequest,
  type Decision,
  decideAdmission,
  decideEntry,
  type EntryRefusal,
  effectiveRole,
} from '../src/archive/admission.ts'
import type { Asker } from '../src/archive/clip-answers.ts'
import type { KnownPerson, ModerationRequest, PeopleAnswer } from '../src/archive/door-answers.ts'
import { type AppendRequest, type Consequence, consequenceOf } from '../src/archive/log.ts'
import type { Refused } from '../src/archive/refused.ts'
import { ADDRESS_BAN_MS, MAX_PEOPLE_LISTED } from '../src/protocol/limits.ts'
import { mayAct, mayModerateAs, type Role } from '../src/protocol/roles.ts'
import type { RoomSettings } from '../src/protocol/room-message.ts'
import type { ArchiveTables } from './archive-tables.ts'
import type { PeopleTables } from './people-tables.ts'

type Entered = { ok: true; room: RoomSettings; role: Role }

export class Doorkeeper {
  readonly #tables: ArchiveTables
  readonly #people: PeopleTables

  constructor(tables: ArchiveTables, people: PeopleTables) {
    this.#tables = tables
    this.#people = people
  }

  /** Whether this person may be in the room and read what it keeps, and as what. */
  entry({ person, role: comesAs, address }: Asker): Entered | Refused<EntryRefusal> {
    const facts = { room: this.#tables.room(), ...this.#factsOf(person, address ?? null, Date.now()) }
    const decision = decideEntry(facts, comesAs)
    if (!decision.admit) return { ok: false, reason: decision.reason }
    return { ok: true, room: decision.room, role: decision.role }
  }

  admission(request: AdmitRequest, nowMs: number): Decision {
    const { person, session, address } = request
    const about = this.#factsOf(person, address, nowMs)
    return decideAdmission({ room: this.#tables.room(), session: this.#tables.session(session), ...about }, request)
  }

  /** Everybody who has been here, for those who may decide about them. */
  people(asker: Asker): PeopleAnswer {
    const entry = this.entry(asker)
    if (!entry.ok) return entry
    if (!mayModerateAs(entry.role)) return { ok: false, reason: 'not-allowed' }
    const people = this.#people.visits(MAX_PEOPLE_LISTED).map((visit): KnownPerson => {
      const { banned, silenced, given: _, ...seen } = visit
      return { ...seen, role: effectiveRole(visit, visit.role), silenced, removed: banned }
    })
    return { ok: true, people }
  }

  /** One's own hand goes up and down; another's is lowered by whoever may mute them. */
  mayRaise(asker: Asker, raised: boolean, person: string): Entered | Refused<EntryRefusal | 'not-allowed'> {
    const entry = this.entry(asker)
    if (!entry.ok || person === asker.person) return entry
    const mayLower = !raised && mayAct(entry.role, { action: 'mute', target: this.#roleOf(person) })
    return mayLower ? entry : { ok: false, reason: 'not-allowed' }
  }

  /** What a moderator asks for, as the log takes it; or why not. */
  decide({
    id,
    by,
    act,
  }: ModerationRequest):
    | { ok: true; request: AppendRequest }
    | Refused<EntryRefusal | 'not-allowed' | 'unknown-person'> {
    const entry = this.entry(by)
    if (!entry.ok) return entry
    const head = {
      kind: 'moderation',
      id,
      by: { person: by.person, name: by.name ?? this.#people.nameOf(by.person) },
    } as const
    if (!('person' in act)) {
      if (!mayAct(entry.role, act)) return { ok: false, reason: 'not-allowed' }
      return { ok: true, request: { ...head, ...act, target: null } }
    }
    const known = this.#people.visit(act.person)
    const target = this.#roleOf(act.person)
    const role = act.action === 'role' ? act.role : undefined
    if (!mayAct(entry.role, { action: act.action, target, role })) return { ok: false, reason: 'not-allowed' }
    if (known === undefined) return { ok: false, reason: 'unknown-person' }
    const { person: _, ...done } = act
    return { ok: true, request: { ...head, ...done, target: { person: act.person, name: known.name } } }
  }

  /** The room does not know what those are called who are not in it: the Archive does. */
  named(request: AppendRequest): AppendRequest {
    if (request.kind !== 'moderation' || request.action !== 'readmit') return request
    const { person } = request.target
    return { ...request, target: { person, name: this.#people.nameOf(person) } }
  }

  /**
   * Whether a moderator's act is done to somebody whom it may not be done to. The room judges by who is in it; whoever
   * came as an owner, or a moderator, and is in it by another link now, is that to the Archive.
   */
  forbids(request: AppendRequest): boolean {
    if (request.kind !== 'moderation' || request.target === null) return false
    const target = this.#roleOf(request.target.person)
    if (target === 'owner') return request.action !== 'readmit'
    return target === 'moderator' && this.#roleOf(request.by.person) === 'moderator'
  }

  /** Carries out what an entry of the log decides. */
  apply(request: AppendRequest, nowMs: number): void {
    const consequence = consequenceOf(request)
    if (consequence !== undefined) this.#apply(consequence, nowMs)
  }

  #apply(consequence: Consequence, nowMs: number): void {
    const people = this.#people
    switch (consequence.set) {
      case 'locked':
        this.#tables.setLocked(consequence.locked)
        break
      case 'kept':
        this.#tables.setKeeping(consequence.days)
        break
      case 'unkept':
        this.#tables.setKeeping(undefined)
        break
      case 'silenced':
        people.setSilenced(consequence.person, consequence.silenced)
        break
      case 'role':
        people.setRole(consequence.person, consequence.role)
        break
      case 'banned':
        people.setBanned(consequence.person, true)
        people.setRole(consequence.person, null) // who is let in again is what their link makes them
        people.revokeCredentials(consequence.person, nowMs)
        if (consequence.addresses) people.keepOut(consequence.person, nowMs + ADDRESS_BAN_MS)
        break
      case 'readmitted':
        people.setBanned(consequence.person, false)
        people.letIn(consequence.person)
        break
      default:
        consequence satisfies never
    }
  }

  #factsOf(person: string, address: string | null, nowMs: number) {
    return {
      standing: this.#people.standing(person),
      personKnown: this.#tables.hasSessionOf(person),
      addressKeptOut: address !== null && this.#people.isKeptOut(address, nowMs),
    }
  }

  /** Undefined for whoever has never been here. */
  #roleOf(person: string): Role | undefined {
    const known = this.#people.visit(person)
    return known && effectiveRole(this.#people.standing(person), known.role)
  }
}
