/**
 * The audio of one session, both ways: what goes onto the line and how, what of it is kept, what of that which comes is
 * played, and what the room is told of it. Pure.
 */

import { SendRate } from '../audio/send-rate.ts'
import { isStereo } from '../clips/opus-packet.ts'
import { readPacket } from '../protocol/packet.ts'
import type { MemberChange, RoomMessageOf } from '../protocol/room-message.ts'
import type { Line } from './line.ts'
import type { PostOutcome } from './post-outcome.ts'
import { Reporting } from './reporting.ts'
import { SessionKeeping } from './session-keeping.ts'
import { type Profile, type SessionEffect, say, tell } from './session-messages.ts'
import type { SessionStanding } from './session-standing.ts'
import { type Bytes, type LineState, Uplink } from './uplink.ts'

type Permission = Pick<SessionStanding, 'maySpeak' | 'isAside'>

export class SessionAudio {
  readonly #line: Line
  readonly #bufferedBytes: () => number
  readonly #uplink = new Uplink()
  readonly #rate: SendRate
  readonly #reporting: Reporting
  readonly #keeping: SessionKeeping
  /** Another device of this person hears and is heard. */
  #isAside = false
  /** Somebody does not receive what is said. */
  #isMissed = false
  /** What the page has been told last. */
  #wasHeard = true

  constructor(line: Line, random: () => number, bufferedBytes: () => number, nowMs: number) {
    this.#rate = new SendRate(nowMs)
    this.#line = line
    this.#bufferedBytes = bufferedBytes
    this.#reporting = new Reporting(random)
    this.#keeping = new SessionKeeping(random)
  }

  /** A packet of the capture worklet. */
  captured(packet: Bytes, nowMs: number): SessionEffect[] {
    const turned = this.#followSound(packet, nowMs)
    const held = this.#keeping.captured(packet, nowMs)
    return [...turned, ...held, ...this.#send(this.#uplink.captured(packet, this.#lineState(nowMs), nowMs), nowMs)]
  }

  /** A binary message of the room: it counts in any case, and is played if it is live, and this is the device for it. */
  heard(message: ArrayBuffer, nowMs: number): SessionEffect[] {
    this.#reporting.heard(new Uint8Array(message))
    return this.#line.arrived(nowMs) && !this.#isAside ? [{ do: 'play', message }] : []
  }

  /** The room says how to send, and how often to report. */
  paced(pace: RoomMessageOf<'pace'>, nowMs: number): SessionEffect[] {
    this.#reporting.every(pace.reportEveryMs, nowMs)
    return this.#send(this.#uplink.paced(pace, this.#lineState(nowMs), nowMs), nowMs)
  }

  /** A ping has come back: sends in the way that the line carries, if that is another now. */
  measured(rttMs: number, nowMs: number): SessionEffect[] {
    // Music is played for somebody, who may be about to come in: longer messages alone are no reason to send less of it.
    const isCrowded = this.#isMissed || (this.#uplink.isPaced && this.#rate.profile === 'voice')
    const { hasChanged, drainMs } = this.#rate.take({ rttMs, ...this.#uplink.takeCounts(), isCrowded }, nowMs)
    if (drainMs > 0) this.#uplink.drain(nowMs + drainMs)
    return hasChanged ? this.#takeStep(nowMs) : []
  }

  /** So many members do not receive what is said. */
  unheardBy(members: number): void {
    this.#isMissed = members > 0
  }

  /** Follows the switches, and what the room allows. Returns what ends an open talk, if they do. */
  follow({ muted, deafened, keep }: Profile, standing: Permission, nowMs: number): SessionEffect[] {
    const isShut = muted || !standing.maySpeak
    this.#isAside = standing.isAside
    this.#reporting.deafen(deafened || standing.isAside)
    const talkEnd = this.#send(this.#uplink.mute(isShut, nowMs), nowMs)
    return [...talkEnd, ...this.#keeping.follow({ keep, muted: isShut }, nowMs)]
  }

  welcomed(welcome: RoomMessageOf<'welcome'>, nowMs: number): void {
    this.#rate.lineChanged(nowMs)
    this.#keeping.welcomed(welcome)
  }

  changed(change: RoomMessageOf<'state'>): void {
    this.#keeping.changed(change)
  }

  kept(slots: RoomMessageOf<'kept'>, nowMs: number): SessionEffect[] {
    return this.#keeping.kept(slots, nowMs)
  }

  posted(outcome: PostOutcome, nowMs: number, leastWaitMs: number): SessionEffect[] {
    return this.#keeping.posted(outcome, nowMs, leastWaitMs)
  }

  /** Nothing that was said waits to be kept. */
  get isKept(): boolean {
    return this.#keeping.isDone
  }

  /** The device says that it is online again. */
  online(): void {
    this.#keeping.online()
  }

  /** This client leaves. */
  leaving(nowMs: number): SessionEffect[] {
    const talkEnd = this.#send(this.#uplink.endTalk(nowMs), nowMs)
    this.#keeping.leaving()
    return talkEnd
  }

  /** The line is lost. */
  lost(): SessionEffect[] {
    this.#uplink.reset()
    this.#reporting.reset()
    this.#keeping.lost()
    this.#isMissed = false
    return this.#tellHeard()
  }

  forget(members: readonly Pick<MemberChange, 'member'>[]): void {
    for (const { member } of members) this.#reporting.forget(member)
  }

  nextDeadlineMs(): number | undefined {
    const parts = [this.#uplink, this.#reporting, this.#keeping]
    const deadlines = parts.flatMap((part) => part.nextDeadlineMs() ?? [])
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): SessionEffect[] {
    const speakers = this.#reporting.tick(nowMs)
    const isDue = speakers !== undefined && this.#line.isIn
    return [
      ...this.#send(this.#uplink.tick(this.#lineState(nowMs), nowMs), nowMs),
      ...this.#keeping.tick(nowMs),
      ...(isDue ? [say({ type: 'report', speakers })] : []),
    ]
  }

  /** Music comes in two channels, a voice in one. */
  #followSound(packet: Bytes, nowMs: number): SessionEffect[] {
    const { payload } = readPacket(packet)
    if (payload.length === 0) return []
    return this.#rate.turnTo(isStereo(payload) ? 'music' : 'voice', nowMs) ? this.#takeStep(nowMs) : []
  }

  #takeStep(nowMs: number): SessionEffect[] {
    const { bitrate, messageMs } = this.#rate.step
    const released = this.#send(this.#uplink.lengthen(messageMs, this.#lineState(nowMs), nowMs), nowMs)
    return [...released, { do: 'encode', bitrate }, tell({ type: 'sending', sending: this.#rate.step })]
  }

  #lineState(nowMs: number): LineState {
    const open = this.#line.isAwake(nowMs)
    return { open, bufferedBytes: this.#bufferedBytes(), pingWaitsMs: this.#line.pingWaitsMs(nowMs) }
  }

  #send(messages: readonly Bytes[], nowMs: number): SessionEffect[] {
    const effects = messages.flatMap((data): SessionEffect[] => [
      { do: 'send', data },
      ...this.#keeping.sent(data, nowMs),
    ])
    return [...effects, ...this.#tellHeard()]
  }

  /** Tells the page when what is said is heard no more, or again. */
  #tellHeard(): SessionEffect[] {
    const heard = this.#uplink.isHeard
    if (heard === this.#wasHeard) return []
    this.#wasHeard = heard
    return [tell({ type: 'heard', heard })]
  }
}
