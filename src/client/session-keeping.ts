/**
 * Sees to it that what is said while it is kept does get kept: holds it until the server has it, in memory and in the
 * journal on disk, posts what the connection did not carry, and tells the page how much is still here. Pure.
 *
 * Next: src/client/talk-journal.ts; what a closed tab leaves there is src/client/left-behind.ts's.
 */

import type { RoomMessageOf } from '../protocol/room-message.ts'
import type { KeptSlots } from './clip-details.ts'
import type { PostOutcome } from './post-outcome.ts'
import { audioMsOf, bytesOf, MAX_POST_BYTES } from './posted-talk.ts'
import { Posting } from './posting.ts'
import { type Profile, type SessionEffect, type TalkLoss, tell } from './session-messages.ts'
import { Unkept } from './unkept.ts'
import type { Bytes } from './uplink.ts'

/** A page that shows how much is unkept needs no more. */
const TELL_EVERY_MS = 500
/**
 * A journal that holds twice what it has to, and more than this, is written anew: 4 s of talk. A crash then leaves little
 * that the server has already, and a talk is not written anew each second.
 */
const JOURNAL_SLACK_BYTES = 16 * 1024

export class SessionKeeping {
  readonly #unkept = new Unkept()
  readonly #posting: Posting
  #keepsTalk = false
  #agrees = false
  #muted = false
  #silenced = false
  /** This client's number. */
  #self = 0
  #isIn = false
  #isLeaving = false
  #isFull = false
  /** What is under way to the server. */
  #posted: readonly Bytes[] = []
  #journalBytes = 0
  /** What the page has been told last, and when. */
  #toldMs = 0
  #toldAtMs = Number.NEGATIVE_INFINITY

  /** `random` is from 0 (inclusive) to 1. */
  constructor(random: () => number) {
    this.#posting = new Posting(random)
  }

  /** Nothing is left that leaving would have to wait for. */
  get isDone(): boolean {
    return this.#unkept.isEmpty
  }

  welcomed({ self, room }: Pick<RoomMessageOf<'welcome'>, 'self' | 'room'>): void {
    this.#self = self.member
    this.#silenced = self.silenced
    this.#keepsTalk = room.keepTalk
    this.#isIn = true
    this.#posting.hurry()
  }

  changed({ members, room }: RoomMessageOf<'state'>): void {
    this.#keepsTalk = room?.keepTalk ?? this.#keepsTalk
    this.#silenced = members.find(({ member }) => member === this.#self)?.silenced ?? this.#silenced
  }

  /** Follows the switches. Who does not agree any more takes everything back. */
  follow({ keep, muted }: Pick<Profile, 'keep' | 'muted'>, nowMs: number): SessionEffect[] {
    const isTakenBack = this.#agrees && !keep
    this.#agrees = keep
    this.#muted = muted
    if (!isTakenBack) return []
    this.#unkept.clear()
    return this.#release(nowMs)
  }

  /** A packet of the capture worklet, before the uplink judges it. */
  captured(packet: Bytes, nowMs: number): SessionEffect[] {
    const isKept = this.#keepsTalk && this.#agrees && !this.#muted && !this.#silenced
    const held = this.#unkept.captured(packet, isKept, nowMs)
    if (held === 'full') return this.#overflow()
    return held ? [...this.#append([packet]), ...this.#tell(nowMs)] : []
  }

  /** A message of the uplink goes onto the line. */
  sent(message: Bytes, nowMs: number): SessionEffect[] {
    return this.#append(this.#unkept.sent(message, nowMs))
  }

  kept(slots: KeptSlots, nowMs: number): SessionEffect[] {
    this.#unkept.kept(slots)
    return this.#release(nowMs)
  }

  /** The line is lost. */
  lost(): void {
    this.#isIn = false
    this.#unkept.lost()
  }

  /** This client leaves: nothing more will be said, and what was not sent can be posted at once. */
  leaving(): void {
    this.#isLeaving = true
    this.#posting.hurry()
  }

  /** The device says that it is online again. */
  online(): void {
    this.#posting.hurry()
  }

  /** What was posted is answered. */
  posted(outcome: PostOutcome, nowMs: number, leastWaitMs = 0): SessionEffect[] {
    const packets = this.#posted
    this.#posted = []
    if (outcome === 'failed') {
      this.#posting.failed(nowMs, leastWaitMs)
      return []
    }
    const isLost = outcome === 'refused' && audioMsOf(packets) > 0
    this.#unkept.settle(packets)
    this.#posting.answered(bytesOf(packets) > MAX_POST_BYTES / 2, nowMs)
    return [...(isLost ? [this.#tellLoss('refused')] : []), ...this.#release(nowMs)]
  }

  nextDeadlineMs(): number | undefined {
    const post = this.#isIn && !this.#unkept.isEmpty ? this.#posting.nextAtMs() : undefined
    const word = this.#unkept.ms === this.#toldMs ? undefined : this.#toldAtMs + TELL_EVERY_MS
    const deadlines = [post, word].filter((at) => at !== undefined)
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): SessionEffect[] {
    return [...this.#post(nowMs), ...this.#tell(nowMs)]
  }

  #post(nowMs: number): SessionEffect[] {
    if (!this.#isIn || this.#unkept.isEmpty || !this.#posting.isDue(nowMs)) return []
    this.#posted = this.#overdue(nowMs)
    if (this.#posted.length === 0) {
      this.#posting.idle(nowMs)
      return []
    }
    this.#posting.begin(nowMs)
    return [{ do: 'post', packets: this.#posted }]
  }

  #overdue(nowMs: number): Bytes[] {
    return this.#unkept.overdue(MAX_POST_BYTES, this.#isLeaving, nowMs)
  }

  /** Once for each time that it comes to this. */
  #overflow(): SessionEffect[] {
    if (this.#isFull) return []
    this.#isFull = true
    return [this.#tellLoss('full')]
  }

  #append(packets: readonly Bytes[]): SessionEffect[] {
    if (packets.length === 0) return []
    this.#journalBytes += bytesOf(packets)
    return [{ do: 'journal', write: 'append', packets }]
  }

  /** Something is held no more: the journal gives it up when that is worth the writing. */
  #release(nowMs: number): SessionEffect[] {
    const { bytes, isEmpty } = this.#unkept
    this.#isFull = false
    const isSlack = this.#journalBytes > Math.max(JOURNAL_SLACK_BYTES, 2 * bytes)
    if (this.#journalBytes === 0 || !(isEmpty || isSlack)) return this.#tell(nowMs)
    this.#journalBytes = bytes
    return [{ do: 'journal', write: 'anew', packets: this.#unkept.packets() }, ...this.#tell(nowMs)]
  }

  /** At once when there is something to tell of, and when there is nothing any more; else now and then. */
  #tell(nowMs: number): SessionEffect[] {
    const { ms } = this.#unkept
    const isNews = ms === 0 || this.#toldMs === 0 || nowMs >= this.#toldAtMs + TELL_EVERY_MS
    if (ms === this.#toldMs || !isNews) return []
    this.#toldMs = ms
    this.#toldAtMs = nowMs
    return [tell({ type: 'unkept', ms })]
  }

  #tellLoss(why: TalkLoss): SessionEffect {
    return tell({ type: 'talk-lost', why })
  }
}
