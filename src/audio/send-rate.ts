/**
 * Which step of the ladder a client sends at: down when its line fills, up again when it has been clear for a while. The
 * line tells by its pings, which queue behind the audio; by what had to be dropped; and the room by whom it says the
 * audio does not reach. `bufferedAmount` alone tells too late: the kernel hides the first hundred kilobytes. Pure: time is
 * an argument.
 */

import { FIRST_STEP, SEND_LADDERS, type SendStep, wireRate } from './send-ladder.ts'
import type { SoundProfile } from './sound-profile.ts'

/** A round trip this much above the best one is a queue that grows: a fifth, but never what a busy device alone does. */
const RISE = 1.2
const RISE_MS = 40
/** One step for each doubling of a queue of this length: a deeper one grows faster than one step would slow it. */
const STEP_QUEUE_MS = 125
/** What stands in a longer queue nobody wants any more when it arrives: nothing is added until it is gone. */
const DEEP_QUEUE_MS = 400
/** More than this share of what was captured was too old to be sent. */
const DROPPED_SHARE = 0.05
/** Long enough for what stands in the queue to drain after a step down; the pings behind it speak of the time before. */
const SETTLE_MS = 2_000
/** A step up is tried after the line has been clear for so long; twice as long after each that had to be taken back … */
const FIRST_CLIMB_MS = 10_000
const LAST_CLIMB_MS = 160_000
/** … within this. */
const REGRET_MS = 8_000
/** Above the modest step there is more to hear for few: only a line that has been clear for this long goes there. */
const LUXURY_MS = 30_000
/** A route changes: the best round trip of the last minute or two counts, no older one. */
const BEST_FOR_MS = 60_000

export interface SendSigns {
  /** From a ping to its pong. */
  rttMs: number
  /** Packets captured since the last signs, and how many of them were too old to be sent. */
  captured: number
  dropped: number
  /** Whether the room says that what is said does not reach everybody, or asks for longer messages. */
  isCrowded: boolean
}

export interface SendJudgement {
  hasChanged: boolean
  /** Nothing is to be sent for so long: the queue has to drain. */
  drainMs: number
}

export class SendRate {
  #profile: SoundProfile = 'voice'
  #at = FIRST_STEP
  #changedAtMs: number
  #climbedAtMs = Number.NEGATIVE_INFINITY
  #clearSinceMs: number
  #climbAfterMs = FIRST_CLIMB_MS
  #bestMs = Number.POSITIVE_INFINITY
  #bestBeforeMs = Number.POSITIVE_INFINITY
  #bestSinceMs: number
  /** The last signs told of a queue. One alone may be a stall, which brings everything at once and is over. */
  #wasQueued = false

  constructor(nowMs: number) {
    this.#changedAtMs = nowMs
    this.#clearSinceMs = nowMs
    this.#bestSinceMs = nowMs
  }

  get step(): SendStep {
    return this.#ladder.steps[this.#at] as SendStep
  }

  get profile(): SoundProfile {
    return this.#profile
  }

  /** Something else is sent from now on; on a line that is known to be narrow, no faster than before. True if it is news. */
  turnTo(profile: SoundProfile, nowMs: number): boolean {
    if (profile === this.#profile) return false
    const isNarrow = this.#at < this.#ladder.first
    const knownRate = isNarrow ? wireRate(this.step) : Number.POSITIVE_INFINITY
    this.#profile = profile
    const { steps, first } = this.#ladder
    const widest = steps.findLastIndex((step) => wireRate(step) <= knownRate)
    this.#at = Math.max(0, Math.min(first, widest))
    this.#changedAtMs = nowMs
    return true
  }

  /** Takes what is known of the line, at each pong. */
  take(signs: SendSigns, nowMs: number): SendJudgement {
    const before = this.#at
    const queueMs = this.#queueMs(signs.rttMs, nowMs)
    const isQueued = queueMs > 0
    const isSure = isQueued && this.#wasQueued
    this.#wasQueued = isQueued
    if (isQueued) this.#clearSinceMs = nowMs
    // The line was clear before a step up: one queue behind it is its doing.
    if (isQueued && nowMs - this.#climbedAtMs < REGRET_MS) this.#fall(1, nowMs)
    else if (nowMs - this.#changedAtMs >= SETTLE_MS) this.#judge(signs, isSure ? queueMs : 0, nowMs)
    if (this.#at !== before) this.#changedAtMs = nowMs
    return { hasChanged: this.#at !== before, drainMs: isSure && queueMs > DEEP_QUEUE_MS ? queueMs : 0 }
  }

  get #ladder() {
    return SEND_LADDERS[this.#profile]
  }

  #judge({ captured, dropped, isCrowded }: SendSigns, queueMs: number, nowMs: number): void {
    if (queueMs > 0) this.#fall(1 + Math.max(0, Math.floor(Math.log2(queueMs / STEP_QUEUE_MS))), nowMs)
    else if (dropped > DROPPED_SHARE * captured) this.#fall(1, nowMs)
    else if (isCrowded && this.#at > this.#ladder.modest) this.#fall(this.#at - this.#ladder.modest, nowMs)
    else this.#climbIfClear(isCrowded, nowMs)
  }

  /** Another line: what was known of the last one's round trips says nothing of it. The step stays. */
  lineChanged(nowMs: number): void {
    this.#bestMs = this.#bestBeforeMs = Number.POSITIVE_INFINITY
    this.#bestSinceMs = this.#changedAtMs = this.#clearSinceMs = nowMs
    this.#wasQueued = false
  }

  /** How much longer than on an empty line a message takes now; 0 when that is nothing to speak of. */
  #queueMs(rttMs: number, nowMs: number): number {
    if (nowMs - this.#bestSinceMs > BEST_FOR_MS) {
      this.#bestBeforeMs = this.#bestMs
      this.#bestMs = rttMs
      this.#bestSinceMs = nowMs
    }
    this.#bestMs = Math.min(this.#bestMs, rttMs)
    const bestMs = Math.min(this.#bestMs, this.#bestBeforeMs)
    return rttMs > Math.max(bestMs * RISE, bestMs + RISE_MS) ? rttMs - bestMs : 0
  }

  #fall(steps: number, nowMs: number): void {
    if (nowMs - this.#climbedAtMs < REGRET_MS) this.#climbAfterMs = Math.min(LAST_CLIMB_MS, 2 * this.#climbAfterMs)
    this.#climbedAtMs = Number.NEGATIVE_INFINITY
    this.#at = Math.max(0, this.#at - steps)
    this.#clearSinceMs = nowMs
  }

  #climbIfClear(isCrowded: boolean, nowMs: number): void {
    const isLuxury = this.#at >= this.#ladder.modest
    const afterMs = isLuxury ? Math.max(LUXURY_MS, this.#climbAfterMs) : this.#climbAfterMs
    if (this.#at === this.#ladder.steps.length - 1 || (isLuxury && isCrowded)) return
    if (nowMs - Math.max(this.#clearSinceMs, this.#changedAtMs) < afterMs) return
    this.#at += 1
    this.#climbedAtMs = nowMs
  }
}
