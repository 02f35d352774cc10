/**
 * Who else is in the room, as this client knows it: those whom the room names, and how many there are in all. After a reconnect it keeps those whom it knew, as *reconnecting*, until
 * the room names them or 15 s have passed: a room that restarted fills as its members return [R8]. Pure.
 */

import { RECONNECTING_MS } from '../protocol/handshake.ts'
import type { MemberChange, MemberView, RoomMessageOf } from '../protocol/room-message.ts'
import type { LeftReason } from './participant.ts'

/** What has changed; each list may be empty. */
export interface MembersChange {
  /** As they are now, new or changed. */
  described: MemberView[]
  /** Those of `described` who came while this client was here, or away. */
  joined: number[]
  left: Departure[]
}

/** `unknown`: the room names them no more, and they may be among those who only listen [C32]. */
export interface Departure {
  member: number
  reason: LeftReason | 'unknown'
}

type Counts = Pick<RoomMessageOf<'welcome'>, 'others' | 'headcount'>

export class Members {
  readonly #members = new Map<number, MemberView>()
  /** Known from before the line was lost, not named since. */
  readonly #unnamed = new Set<number>()
  #forgetAtMs: number | undefined
  /** How many of the next descriptions say who was here already. */
  #rosterToCome = 0
  /** How many are here in all, while not everybody is named [C32]; undefined while everybody is. */
  #crowd: number | undefined

  /** How many are here, this client included. */
  get headcount(): number {
    return Math.max(this.#members.size + this.#rosterToCome + 1, this.#crowd ?? 0)
  }

  /** The room has welcomed this client, one of `headcount`; `others` descriptions of those who are here follow. */
  welcomed({ others, headcount }: Counts, isFirst: boolean, nowMs: number): MembersChange {
    this.#rosterToCome = isFirst ? others : 0
    this.#crowd = headcount > others + 1 ? headcount : undefined
    for (const number of this.#members.keys()) this.#unnamed.add(number)
    this.#forgetAtMs = this.#unnamed.size > 0 ? nowMs + RECONNECTING_MS : undefined
    const described = [...this.#members.values()].map((view) => this.#put({ ...view, reconnecting: true }))
    return { described, joined: [], left: [] }
  }

  described(views: readonly MemberView[]): MembersChange {
    const joined = views.filter(({ member }) => !this.#members.has(member) && !this.#wasThere())
    for (const view of views) {
      this.#put(view)
      this.#unnamed.delete(view.member)
    }
    return { described: [...views], joined: joined.map(({ member }) => member), left: [] }
  }

  changed(changes: readonly MemberChange[]): MembersChange {
    const described = changes.flatMap((change) => {
      const before = this.#members.get(change.member)
      return before === undefined ? [] : [this.#put({ ...before, ...definedFieldsOf(change) })]
    })
    return { described, joined: [], left: [] }
  }

  left(members: readonly Departure[]): MembersChange {
    return { described: [], joined: [], left: members.filter(({ member }) => this.#remove(member)) }
  }

  /** The room says how many are here, after it has named whom it names. */
  counted(headcount: number): void {
    this.#crowd = headcount > this.#members.size - this.#unnamed.size + 1 ? headcount : undefined
  }

  nextDeadlineMs(): number | undefined {
    return this.#forgetAtMs
  }

  /** Forgets those who did not come back in time, or came back without a name: a crowd names the first who do. */
  tick(nowMs: number): MembersChange {
    if (this.#forgetAtMs === undefined || nowMs < this.#forgetAtMs) return { described: [], joined: [], left: [] }
    this.#forgetAtMs = undefined
    const reason = this.#crowd === undefined ? 'lost' : 'unknown'
    return this.left([...this.#unnamed].map((member) => ({ member, reason })))
  }

  #wasThere(): boolean {
    if (this.#rosterToCome === 0) return false
    this.#rosterToCome -= 1
    return true
  }

  #put(view: MemberView): MemberView {
    this.#members.set(view.member, view)
    return view
  }

  #remove(member: number): boolean {
    this.#unnamed.delete(member)
    return this.#members.delete(member)
  }
}

const definedFieldsOf = (change: MemberChange) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
