/**
 * Whom audio reaches: members who listen, those among them who have stalled, and what their reports say they miss. Pure.
 * The fan-out's audience changes here and nowhere else.
 */

import type { Reception } from '../protocol/client-message.ts'
import type { FanOut } from '../relay/fan-out.ts'
import { type Reach, type Reading, reachOf } from '../relay/listener-bounds.ts'
import { type Forwarded, Listening } from '../relay/reception.ts'
import type { Line, Member } from './member.ts'

/** As many as a speaker wants to read the names of [C31]. */
const MAX_UNHEARD = 50

interface Seat<Connection> {
  member: Member<Connection>
  line: Line<Connection>
  isStalled: boolean
  listening: Listening
}

export class Hearing<Connection> {
  readonly #fanOut: FanOut<Connection>
  readonly #forwarded: Forwarded
  readonly #read: (line: Line<Connection>, nowMs: number) => Reading
  readonly #seats = new Map<Connection, Seat<Connection>>()
  /** How often a listener's side was mended because reports showed that something was missing. */
  mended = 0

  constructor(
    fanOut: FanOut<Connection>,
    forwarded: Forwarded,
    read: (line: Line<Connection>, nowMs: number) => Reading,
  ) {
    this.#fanOut = fanOut
    this.#forwarded = forwarded
    this.#read = read
  }

  /** `member` listens from now on, on this line. */
  attend(member: Member<Connection>, line: Line<Connection>, nowMs: number): void {
    if (this.#seats.has(line.connection)) return
    this.#seats.set(line.connection, { member, line, isStalled: false, listening: new Listening(nowMs) })
    this.#fanOut.add(line.connection)
  }

  leave(connection: Connection): void {
    this.#seats.delete(connection)
    this.#fanOut.remove(connection)
  }

  /** Looks who has stalled and who is back [W25]. */
  tick(nowMs: number): void {
    for (const seat of this.#seats.values()) {
      const isStalled = this.reach(seat.line, nowMs) !== 'live'
      if (isStalled === seat.isStalled) continue
      seat.isStalled = isStalled
      if (isStalled) this.#fanOut.remove(seat.line.connection)
      else this.#serve(seat, nowMs)
    }
  }

  reach(line: Line<Connection>, nowMs: number): Reach {
    return reachOf(this.#read(line, nowMs))
  }

  /**
   * A listener has reported, and its side is mended if it misses somebody. Answers whether that is hopeless: it misses a
   * speaker who reaches others although it was mended before [W26].
   */
  reported(connection: Connection, speakers: readonly Reception[], reportEveryMs: number, nowMs: number): boolean {
    const seat = this.#seats.get(connection)
    if (seat === undefined || seat.isStalled) return false
    const { listening } = seat
    const own = { self: seat.member.profile.member, reportEveryMs }
    const missed = listening.reported(speakers, this.#forwarded, own, nowMs)
    if (missed.length === 0) return false
    if (listening.isMended) {
      return missed.some((speaker) => this.#forwarded.isNamedSince(speaker, nowMs - 2 * reportEveryMs))
    }
    this.mended += 1
    listening.isMended = true
    this.#fanOut.remove(connection)
    this.#serve(seat, nowMs)
    return false
  }

  /** Members who do not receive this speaker, by number, ascending. */
  unheardBy(speaker: number): number[] {
    const numbers: number[] = []
    for (const { member, isStalled, listening } of this.#seats.values()) {
      const { member: number } = member.profile
      if (number !== speaker && (isStalled || listening.missing.has(speaker))) numbers.push(number)
    }
    return numbers.sort((a, b) => a - b).slice(0, MAX_UNHEARD)
  }

  #serve({ line, listening }: Seat<Connection>, nowMs: number): void {
    listening.servedSince(nowMs)
    this.#fanOut.add(line.connection)
  }
}
