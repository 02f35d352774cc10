/**
 * The audio of one session, both ways: what goes onto the line and how, what of that which comes is played, and what the
 * room is told of it. Pure.
 */

import type { MemberChange, RoomMessageOf } from '../protocol/room-message.ts'
import type { Line } from './line.ts'
import { Reporting } from './reporting.ts'
import { type Profile, type SessionEffect, say, tell } from './session-messages.ts'
import { type Bytes, type LineState, Uplink } from './uplink.ts'

export class SessionAudio {
  readonly #line: Line
  readonly #bufferedBytes: () => number
  readonly #uplink = new Uplink()
  readonly #reporting: Reporting
  /** What the page has been told last. */
  #wasHeard = true

  constructor(line: Line, random: () => number, bufferedBytes: () => number) {
    this.#line = line
    this.#bufferedBytes = bufferedBytes
    this.#reporting = new Reporting(random)
  }

  /** A packet of the capture worklet. */
  captured(packet: Bytes, nowMs: number): SessionEffect[] {
    return this.#send(this.#uplink.captured(packet, this.#lineState(nowMs), nowMs))
  }

  /** A binary message of the room: it counts in any case, and is played if it is live. */
  heard(message: ArrayBuffer, nowMs: number): SessionEffect[] {
    this.#reporting.heard(new Uint8Array(message))
    return this.#line.arrived(nowMs) ? [{ do: 'play', message }] : []
  }

  /** The room says how to send, and how often to report. */
  paced(pace: RoomMessageOf<'pace'>, nowMs: number): SessionEffect[] {
    this.#reporting.every(pace.reportEveryMs, nowMs)
    return this.#send(this.#uplink.paced(pace, this.#lineState(nowMs), nowMs))
  }

  /** Follows the switches. Returns what ends an open talk, if they do. */
  follow({ muted, deafened }: Profile, nowMs: number): SessionEffect[] {
    this.#reporting.deafen(deafened)
    return this.#send(this.#uplink.mute(muted, nowMs))
  }

  endTalk(nowMs: number): SessionEffect[] {
    return this.#send(this.#uplink.endTalk(nowMs))
  }

  /** The line is lost. */
  lost(): SessionEffect[] {
    this.#uplink.reset()
    this.#reporting.reset()
    return this.#send([])
  }

  forget(members: readonly Pick<MemberChange, 'member'>[]): void {
    for (const { member } of members) this.#reporting.forget(member)
  }

  nextDeadlineMs(): number | undefined {
    const deadlines = [this.#uplink.nextDeadlineMs(), this.#reporting.nextDeadlineMs()].filter((at) => at !== undefined)
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): SessionEffect[] {
    const speakers = this.#reporting.tick(nowMs)
    const isDue = speakers !== undefined && this.#line.isIn
    return [
      ...this.#send(this.#uplink.tick(this.#lineState(nowMs), nowMs)),
      ...(isDue ? [say({ type: 'report', speakers })] : []),
    ]
  }

  #lineState(nowMs: number): LineState {
    const open = this.#line.isAwake(nowMs)
    return { open, bufferedBytes: this.#bufferedBytes(), pingWaitsMs: this.#line.pingWaitsMs(nowMs) }
  }

  /** Sends, and tells the page when what is said is heard no more, or again. */
  #send(messages: readonly Bytes[]): SessionEffect[] {
    const effects: SessionEffect[] = messages.map((data) => ({ do: 'send', data }))
    const heard = this.#uplink.isHeard
    if (heard === this.#wasHeard) return effects
    this.#wasHeard = heard
    return [...effects, tell({ type: 'heard', heard })]
  }
}
