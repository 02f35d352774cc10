/**
 * When what was said is sent on: at once while the object can afford it, else to groups of listeners in turn, each turn
 * carrying everything since that group's last. It seeks the least delay at which the object stays under 70 % busy. Pure.
 */

import { busyAtOnce, type Traffic, tickMsFor } from './cost-model.ts'

export type Plan = { send: 'at-once' } | { send: 'in-turns'; groups: number; turnMs: number }

/** Above this an object cannot take a burst without a queue that only grows. */
const MAX_BUSY = 0.7
/** In turns, a room is served for this much of the object's time as long as a tick of a frame and a half will do … */
const COMFORTABLE_BUSY = 0.36
const COMFORTABLE_TICK_MS = 28
/** … and no tick is shorter than this: it would hardly bundle anything. */
const MIN_TICK_MS = 8
/** Three frames of delay at most. */
const MAX_TICK_MS = 60
/** Sending at once again needs room to spare, for this long, or the plan would flutter. */
const BUSY_TO_RETURN = 0.65
const RETURN_AFTER_MS = 2_000
/** A timer of 1.5 ms fires at 2.1: whole milliseconds, and no fewer than 2 [measured]. */
const MIN_TURN_MS = 2
/** More groups than this only cost timers. */
const MAX_GROUPS = 20
/** Plans are made anew this often, and kept when the new one is no more than a tenth longer or shorter. */
const REPLAN_MS = 100
const WORTH_CHANGING = 1.1
/** Timers round up, and come when the loop comes round: so much says nothing. */
const TIMER_GRAIN_MS = 3
/** A timer that comes a frame late shows a machine that takes twice the model's time … */
const FRAME_MS = 20
/** … and the estimate follows what timers show over this long. */
const SLOWNESS_WITHIN_MS = 1_000
/** Beyond this the timers tell of something else than our own work. */
const MAX_SLOWNESS = 4

export class FlushPolicy {
  #plan: Plan = { send: 'at-once' }
  #plannedAtMs = Number.NEGATIVE_INFINITY
  /** Since when sending at once would do; undefined while it would not. */
  #affordableSinceMs: number | undefined
  /** How many times the model's costs this machine takes. */
  #slowness = 1

  get plan(): Plan {
    return this.#plan
  }

  /** The plan for traffic like this; asked as often as one likes. */
  planFor(traffic: () => Traffic, nowMs: number): Plan {
    if (nowMs - this.#plannedAtMs < REPLAN_MS) return this.#plan
    this.#plannedAtMs = nowMs
    const next = this.#next(traffic(), nowMs)
    if (isWorthChanging(this.#plan, next)) this.#plan = next
    return this.#plan
  }

  /** The next plan is made anew, however young this one is. */
  reconsider(): void {
    this.#plannedAtMs = Number.NEGATIVE_INFINITY
  }

  /** A timer of `intervalMs` fired `lateMs` late. */
  timerWas(lateMs: number, intervalMs: number): void {
    const seen = Math.min(MAX_SLOWNESS, 1 + Math.max(0, lateMs - TIMER_GRAIN_MS) / FRAME_MS)
    this.#slowness += Math.min(1, intervalMs / SLOWNESS_WITHIN_MS) * (seen - this.#slowness)
  }

  #next(traffic: Traffic, nowMs: number): Plan {
    if (this.#isAffordableAtOnce(busyAtOnce(traffic) * this.#slowness, nowMs)) return { send: 'at-once' }
    const tickMs = this.#tickMsFor(traffic)
    const turnMs = Math.max(MIN_TURN_MS, Math.ceil(tickMs / MAX_GROUPS))
    return { send: 'in-turns', groups: Math.max(1, Math.min(traffic.listeners, Math.round(tickMs / turnMs))), turnMs }
  }

  #isAffordableAtOnce(busy: number, nowMs: number): boolean {
    if (this.#plan.send === 'at-once') return busy <= MAX_BUSY
    if (busy > BUSY_TO_RETURN) this.#affordableSinceMs = undefined
    else this.#affordableSinceMs ??= nowMs
    return nowMs - (this.#affordableSinceMs ?? nowMs) >= RETURN_AFTER_MS
  }

  #tickMsFor(traffic: Traffic): number {
    const comfortableMs = tickMsFor(COMFORTABLE_BUSY / this.#slowness, traffic)
    if (comfortableMs <= COMFORTABLE_TICK_MS) return Math.max(MIN_TICK_MS, comfortableMs)
    return Math.min(MAX_TICK_MS, Math.max(COMFORTABLE_TICK_MS, tickMsFor(MAX_BUSY / this.#slowness, traffic)))
  }
}

function isWorthChanging(plan: Plan, next: Plan): boolean {
  if (plan.send === 'at-once' || next.send === 'at-once') return plan.send !== next.send
  const ratio = (next.groups * next.turnMs) / (plan.groups * plan.turnMs)
  return ratio > WORTH_CHANGING || ratio < 1 / WORTH_CHANGING
}
