/**
 * What the others are told of who comes, changes and goes: one set of messages for all, at once in a small room, and in
 * a large one together with whatever else has happened since the last [C7]. Pure.
 */

import type { MemberChange, MemberView, RoomMessage } from '../protocol/room-message.ts'
import { joinedMessages, type Leaving, leftMessages, stateMessages } from './lists.ts'

/**
 * Telling everybody costs a send of about 18 µs for each (src/relay/cost-model.ts). At this distance a message takes 7 % of the
 * object's time at most: every 250 ms among a thousand.
 */
const MS_PER_MEMBER = 0.25
/** Among so many, everything is told at once: it is less than a timer's grain. */
const SMALL_ROOM = 40

type News = { what: 'joined' } | { what: 'changed'; change: MemberChange } | { what: 'left'; leaving: Leaving }

export class Announcements {
  /** By member number; the latest, with what came before it folded in. */
  readonly #news = new Map<number, News>()
  #headcount: number | undefined
  /** What everybody was told last; `mixed` when not everybody was told the same. */
  #toldHeadcount: number | undefined | 'mixed'
  #toldAtMs = Number.NEGATIVE_INFINITY

  joined(member: number): void {
    this.#news.set(member, { what: 'joined' })
  }

  changed(change: MemberChange): void {
    const known = this.#news.get(change.member)
    if (known?.what === 'joined') return // described as they are when it is told
    const before = known?.what === 'changed' ? known.change : {}
    this.#news.set(change.member, { what: 'changed', change: { ...before, ...change } })
  }

  left(leaving: Leaving): void {
    this.#news.set(leaving.member, { what: 'left', leaving })
  }

  /** How many are here, where not everybody is named; undefined where everybody is [C32]. */
  count(headcount: number | undefined): void {
    this.#headcount = headcount
  }

  /** A newcomer's `welcome` has said how many are here: until the next telling, others may believe something else. */
  counted(headcount: number): void {
    if (this.#toldHeadcount !== undefined && this.#toldHeadcount !== headcount) this.#toldHeadcount = 'mixed'
  }

  /** What was told before the object slept is not known any more. */
  forgetCount(): void {
    this.#toldHeadcount = 'mixed'
  }

  /** When `take` has something to tell. */
  nextDeadlineMs(members: number): number | undefined {
    if (this.#isEmpty) return undefined
    return members <= SMALL_ROOM ? this.#toldAtMs : this.#toldAtMs + members * MS_PER_MEMBER
  }

  /** What is to be told to everybody now; `describe` gives a member as they are, undefined when they are gone. */
  take(members: number, nowMs: number, describe: (member: number) => MemberView | undefined): RoomMessage[] {
    const dueMs = this.nextDeadlineMs(members)
    if (dueMs === undefined || nowMs < dueMs) return []
    const news = [...this.#news]
    const joined = news.flatMap(([member, { what }]) => (what === 'joined' ? (describe(member) ?? []) : []))
    const left = news.flatMap(([, each]) => (each.what === 'left' ? [each.leaving] : []))
    const changed = news.flatMap(([, each]) => (each.what === 'changed' ? [each.change] : []))
    const counted: RoomMessage[] = this.#isCountNews
      ? [{ type: 'state', members: [], room: { headcount: this.#headcount ?? members } }]
      : []
    this.#news.clear()
    this.#toldHeadcount = this.#headcount
    this.#toldAtMs = nowMs
    return [...joinedMessages(joined), ...stateMessages(changed), ...leftMessages(left), ...counted]
  }

  get #isCountNews(): boolean {
    return this.#headcount !== this.#toldHeadcount
  }

  get #isEmpty(): boolean {
    return this.#news.size === 0 && !this.#isCountNews
  }
}
