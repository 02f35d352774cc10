/**
 * A room's audio, from a member's message to the listeners' sockets: the floor, the fan-out and whom it reaches, and the
 * beat at which they are looked after while audio flows. Pure; silent, it asks for no timer.
 *
 * Next: src/room/floor.ts
 */

import type { Reception } from '../protocol/client-message.ts'
import { FanOut } from '../relay/fan-out.ts'
import type { Plan } from '../relay/flush-policy.ts'
import { keepsUp } from '../relay/listener-bounds.ts'
import { Forwarded } from '../relay/reception.ts'
import type { Effect } from './effect.ts'
import { Floor } from './floor.ts'
import { Hearing } from './hearing.ts'
import { earliest } from './lists.ts'
import type { Line, Member } from './member.ts'

/** What the audio needs of the edge within a call. */
export interface AudioEdge<Connection> {
  sendAudio(connection: Connection, bytes: Uint8Array): void
  /** What this socket was sent and has not passed on yet. */
  bufferedBytes(connection: Connection): number
  /** When this socket last answered a ping; undefined before the first. */
  lastPongAtMs(connection: Connection): number | undefined
}

/** A stalled listener is found within this and 3 s, half a second at most after its time [W25]. */
const BEAT_MS = 250
/** Audio that pauses for longer has stopped: the beat ends, and the object may sleep. */
const FLOWS_FOR_MS = 1_000
/** Speakers are told of who does not receive them this often at most [C31]. */
const UNHEARD_EVERY_MS = 1_000

/** What has gone through since the object woke. */
export interface AudioCounters {
  /** Messages that came in, audio and control; pings do not reach the object. */
  arrivals: number
  sends: number
  bytesSent: number
  /** Sends that a full socket was spared. */
  withheld: number
  /** Listeners whose side was mended because their reports showed that somebody was missing. */
  repaired: number
  plan: Plan
}

export class AudioPlane<Connection> {
  readonly floor: Floor<Connection>
  readonly hearing: Hearing<Connection>
  readonly #fanOut: FanOut<Connection>
  readonly #counters = { arrivals: 0, sends: 0, bytesSent: 0, withheld: 0 }
  #flowedAtMs = Number.NEGATIVE_INFINITY
  #beatDueMs: number | undefined
  #toldUnheardAtMs = Number.NEGATIVE_INFINITY

  constructor(edge: AudioEdge<Connection>) {
    const counters = this.#counters
    this.#fanOut = new FanOut((listener, bytes) => {
      if (!keepsUp(edge.bufferedBytes(listener))) {
        counters.withheld += 1
        return
      }
      counters.sends += 1
      counters.bytesSent += bytes.length
      edge.sendAudio(listener, bytes)
    })
    const forwarded = new Forwarded()
    this.hearing = new Hearing(this.#fanOut, forwarded, ({ connection, openedAtMs }, nowMs) => ({
      silentMs: nowMs - (edge.lastPongAtMs(connection) ?? openedAtMs),
      bufferedBytes: edge.bufferedBytes(connection),
    }))
    this.floor = new Floor(this.#fanOut, forwarded)
  }

  get counters(): AudioCounters {
    return { ...this.#counters, repaired: this.hearing.mended, plan: this.#fanOut.plan }
  }

  /** A message has come, whatever is in it: it costs the object its arrival. */
  arrived(nowMs: number): void {
    this.#counters.arrivals += 1
    this.#fanOut.arrived(nowMs)
  }

  /** A well-formed, stamped message of somebody who may speak. */
  spoke(
    member: Member<Connection>,
    line: Line<Connection>,
    bytes: Uint8Array,
    nowMs: number,
  ): readonly Effect<Connection>[] {
    if (this.#beatDueMs === undefined) this.#begin(nowMs)
    this.#flowedAtMs = nowMs
    return this.floor.spoke(member, line, bytes, nowMs)
  }

  /** A listener's report [C29]. `hopeless`: this connection is to be closed [W26]. */
  reported(
    member: Member<Connection>,
    connection: Connection,
    speakers: readonly Reception[],
    nowMs: number,
  ): { hopeless: boolean; effects: Effect<Connection>[] } {
    const everyMs = this.floor.reportEveryMs(member)
    // Nobody asked: a room that has slept since does not remember that it did.
    if (everyMs === 0) return { hopeless: false, effects: this.floor.stopReports(member) }
    const hopeless = this.hearing.reported(connection, speakers, everyMs, nowMs)
    return { hopeless, effects: this.floor.isQuiet(nowMs) ? this.floor.stopReports(member) : [] }
  }

  nextDeadlineMs(): number | undefined {
    return earliest(this.#fanOut.nextDeadlineMs(), this.#beatDueMs)
  }

  tick(members: () => readonly Member<Connection>[], nowMs: number): Effect<Connection>[] {
    this.#fanOut.tick(nowMs)
    if (this.#beatDueMs === undefined || nowMs < this.#beatDueMs) return []
    this.#fanOut.timerWas(nowMs - this.#beatDueMs, BEAT_MS)
    this.#beatDueMs = nowMs - this.#flowedAtMs < FLOWS_FOR_MS ? nowMs + BEAT_MS : undefined
    this.hearing.tick(nowMs)
    return [...this.floor.beat(members(), nowMs), ...this.#tellUnheard(nowMs)]
  }

  /** Audio flows again: who has stalled in the silence gets none of it. */
  #begin(nowMs: number): void {
    this.hearing.tick(nowMs)
    this.#beatDueMs = nowMs + BEAT_MS
  }

  #tellUnheard(nowMs: number): Effect<Connection>[] {
    const isLastBeat = this.#beatDueMs === undefined
    if (!isLastBeat && nowMs - this.#toldUnheardAtMs < UNHEARD_EVERY_MS) return []
    this.#toldUnheardAtMs = nowMs
    return this.floor.tellUnheard((speaker) => this.hearing.unheardBy(speaker))
  }
}
