/**
 * Who hears whom, and when: the live relay's audience. A message goes on to every listener but its sender, at once while
 * that is affordable, else in bundles to groups of listeners in turn (src/relay/flush-policy.ts decides).
 * Pure: `send` is the edge's and time an argument; nothing is copied or allocated per listener.
 *
 * Next: src/client/network-worker.ts of each listener
 */

import type { Traffic } from './cost-model.ts'
import { FlushPolicy, type Plan } from './flush-policy.ts'
import { PacketQueue } from './packet-queue.ts'
import { TrafficMeter } from './traffic-meter.ts'
import { Turns } from './turns.ts'

/** A timer that fires late is caught up with, but no further: a machine that is too slow would only fall behind more. */
const MAX_GROUPS_PER_TICK = 2

/** 32 kb/s of Opus and the headers of its packets. */
const VOICE_BYTES_PER_S = 4_500

export class FanOut<Listener> {
  readonly #send: (listener: Listener, bytes: Uint8Array) => void
  readonly #listeners = new Set<Listener>()
  /** A dense array beside the set: the loop over it runs for every message, changes of the audience do not. */
  #audience: readonly Listener[] = []
  readonly #meter = new TrafficMeter()
  readonly #policy = new FlushPolicy()
  readonly #queue = new PacketQueue<Listener>()
  #plan: Plan = this.#policy.plan
  #turns: Turns<Listener> | undefined
  #turnDueMs: number | undefined

  constructor(send: (listener: Listener, bytes: Uint8Array) => void) {
    this.#send = send
  }

  get plan(): Plan {
    return this.#plan
  }

  add(listener: Listener): void {
    if (this.#listeners.has(listener)) return
    this.#listeners.add(listener)
    this.#audience = [...this.#listeners]
    this.#turns?.add(listener, this.#queue.end)
  }

  remove(listener: Listener): void {
    if (!this.#listeners.delete(listener)) return
    this.#audience = [...this.#listeners]
    this.#turns?.remove(listener)
  }

  /** A message has come in, whether or not anybody is to hear it. */
  arrived(nowMs: number): void {
    this.#meter.arrived(nowMs)
  }

  /** Sends `bytes` to everyone in the audience but `sender`, which need not be in it; `bytes` is the fan-out's to keep. */
  forward(sender: Listener, bytes: Uint8Array, nowMs: number): void {
    this.#meter.heard(bytes.length, nowMs)
    this.#follow(this.#policy.planFor(() => this.#traffic(nowMs), nowMs))
    if (this.#turns === undefined) {
      for (const listener of this.#audience) if (listener !== sender) this.#send(listener, bytes)
      return
    }
    this.#queue.push(sender, bytes)
    this.#turnDueMs ??= nowMs + this.#turns.turnMs
  }

  /** `heard` speakers in all, one of them new, send a message each `messageMs`: the plan must not wait until a queue shows it. */
  begins(heard: number, messageMs: number, nowMs: number): void {
    this.#meter.expect((heard * 1_000) / messageMs, VOICE_BYTES_PER_S * (messageMs / 1_000), nowMs)
    this.#policy.reconsider()
  }

  /** A timer of the room's fired this much late: how busy the machine is beside what the model knows. */
  timerWas(lateMs: number, intervalMs: number): void {
    this.#policy.timerWas(lateMs, intervalMs)
  }

  /** When `tick` wants to be called; undefined: never, for there is nothing to send. */
  nextDeadlineMs(): number | undefined {
    return this.#turnDueMs
  }

  tick(nowMs: number): void {
    const dueMs = this.#turnDueMs
    if (this.#turns === undefined || dueMs === undefined || nowMs < dueMs) return
    const { turnMs } = this.#turns
    this.#policy.timerWas(nowMs - dueMs, turnMs)
    const groups = Math.min(MAX_GROUPS_PER_TICK, 1 + Math.floor((nowMs - dueMs) / turnMs))
    for (let served = 0; served < groups; served += 1) this.#turns.serveOne(this.#queue, this.#send)
    this.#turnDueMs = this.#queue.isEmpty ? undefined : Math.max(dueMs + groups * turnMs, nowMs + 1)
  }

  /** What goes through at present. */
  #traffic(nowMs: number): Traffic {
    return { listeners: this.#audience.length, ...this.#meter.rates(nowMs) }
  }

  /** Nothing is left behind, and nobody's order is upset, when the plan changes. */
  #follow(plan: Plan): void {
    if (plan === this.#plan) return
    this.#plan = plan
    this.#turns?.serveAll(this.#queue, this.#send)
    this.#turnDueMs = undefined
    this.#turns = plan.send === 'at-once' ? undefined : new Turns(this.#audience, plan, this.#queue.end)
  }
}
