/**
 * Who is in the room, as one session learns it: those whom the room names, how many there are in all, and the pages of
 * everybody that were asked for. Pure.
 */

import type { RoomMessageOf } from '../protocol/room-message.ts'
import { Members, type MembersChange } from './members.ts'
import { RosterAsks } from './roster-asks.ts'
import { type SessionEffect, say, tell } from './session-messages.ts'

export class SessionPeople {
  readonly #members = new Members()
  readonly #asks = new RosterAsks()
  /** This client's number; 0 before the first `welcome`. */
  #self = 0
  /** What the page has been told last. */
  #headcount = 1

  welcomed(welcome: RoomMessageOf<'welcome'>, nameIsFixed: boolean, nowMs: number): SessionEffect[] {
    const { self, room } = welcome
    const isFirst = this.#self === 0
    this.#self = self.member
    const change = this.#members.welcomed(welcome, isFirst, nowMs)
    this.#headcount = this.#members.headcount
    return [tell({ type: 'welcome', self, room, headcount: this.#headcount, nameIsFixed }), ...this.#tell(change)]
  }

  joined({ members }: RoomMessageOf<'joined'>): SessionEffect[] {
    return this.#tell(this.#members.described(members.filter(({ member }) => member !== this.#self)))
  }

  left({ members }: RoomMessageOf<'left'>): SessionEffect[] {
    return this.#tell(this.#members.left(members))
  }

  changed({ members, room: { headcount, ...settings } = {} }: RoomMessageOf<'state'>): SessionEffect[] {
    if (headcount !== undefined) this.#members.counted(headcount)
    return [
      ...this.#tell(this.#members.changed(members)),
      ...(Object.keys(settings).length === 0 ? [] : [tell({ type: 'settings', settings: definedIn(settings) })]),
    ]
  }

  /** Whoever looks at this client's page wants to see who is behind this number. */
  ask(after: number, nowMs: number): SessionEffect[] {
    this.#asks.add(after)
    return this.#askNow(nowMs)
  }

  /** Asks again what was asked on a line that is gone. */
  askAgain(nowMs: number): SessionEffect[] {
    this.#asks.opened()
    return this.#askNow(nowMs)
  }

  answered(page: RoomMessageOf<'roster'>): SessionEffect[] {
    this.#asks.answered()
    return [tell(page)]
  }

  /** The line is lost. */
  lost(): void {
    this.#asks.lost()
  }

  nextDeadlineMs(): number | undefined {
    const deadlines = [this.#members.nextDeadlineMs(), this.#asks.nextDeadlineMs()].filter((at) => at !== undefined)
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): SessionEffect[] {
    return [...this.#tell(this.#members.tick(nowMs)), ...this.#askNow(nowMs)]
  }

  #askNow(nowMs: number): SessionEffect[] {
    return this.#asks.due(nowMs).map((after) => say({ type: 'roster', after }))
  }

  #tell(change: MembersChange): SessionEffect[] {
    const isEmpty = change.described.length === 0 && change.left.length === 0
    const { headcount } = this.#members
    const isCounted = headcount === this.#headcount
    this.#headcount = headcount
    return [
      ...(isEmpty ? [] : [tell({ type: 'members', change })]),
      ...(isCounted ? [] : [tell({ type: 'headcount', headcount })]),
    ]
  }
}

/** What a message leaves out is no field of what is read of it. */
const definedIn = <Fields extends object>(fields: Fields) =>
  fields as { [Key in keyof Fields]: Exclude<Fields[Key], undefined> }
