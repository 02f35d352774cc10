/**
 * The floor: who of the members is heard, and how each is asked to send. A message that may be heard goes to the fan-out,
 * any other ends here. Pure.
 *
 * Next: src/relay/fan-out.ts
 */

import { NOTHING_SAID, readSaid, type Said } from '../protocol/audio-message.ts'
import { MAX_SPEAKERS } from '../protocol/fields.ts'
import type { MessageMs } from '../protocol/room-message.ts'
import type { FanOut } from '../relay/fan-out.ts'
import { type HeardMessageMs, heardMessageMs, reportEveryMs, UNHEARD_MESSAGE_MS } from '../relay/pacing.ts'
import type { Forwarded } from '../relay/reception.ts'
import { SpeakerSelection } from '../relay/speaker-selection.ts'
import { type Effect, NOTHING, tell } from './effect.ts'
import type { Line, Member } from './member.ts'

/** A conversation, not a cough: reports begin when somebody has been heard for so long … */
const CONVERSATION_AFTER_MS = 2_000
/** … and end when nobody has been for so long: a silent room sleeps. */
const SILENCE_AFTER_MS = 15_000
/** A `pace` has arrived by now, and what was sent before it too. */
const CROSSING_MS = 1_000
/** A heard client on a narrow line may put this much into a message by itself [W22]. */
const LONGEST_HEARD_MS = 60
/** Members who are told to begin to report at one beat; a full hall takes ten seconds. */
const TOLD_PER_BEAT = 25

/** How a client was last asked to send; it assumes this much before it is [C30]. */
interface Pace {
  heard: boolean
  messageMs: MessageMs
  reportEveryMs: number
  /** When it was last asked about what it sends. */
  toldAtMs: number
}

const unpaced = (): Pace => ({ heard: true, messageMs: 20, reportEveryMs: 0, toldAtMs: Number.NEGATIVE_INFINITY })

export class Floor<Connection> {
  readonly #fanOut: FanOut<Connection>
  readonly #forwarded: Forwarded
  readonly #selection = new SpeakerSelection<Member<Connection>>(MAX_SPEAKERS.unlessSaid)
  readonly #paces = new WeakMap<Member<Connection>, Pace>()
  /** Speakers who were told of members that do not receive them: of whom, as text to compare. */
  readonly #unheardTold = new Map<Member<Connection>, string>()
  /** Filled anew for every message. */
  readonly #said: Said = { ...NOTHING_SAID }
  readonly #displaced: Member<Connection>[] = []
  readonly #noteDisplaced = (member: Member<Connection>): void => void this.#displaced.push(member)
  #messageMs: HeardMessageMs = 20
  #conversationSinceMs: number | undefined
  #heardAtMs = Number.NEGATIVE_INFINITY

  constructor(fanOut: FanOut<Connection>, forwarded: Forwarded) {
    this.#fanOut = fanOut
    this.#forwarded = forwarded
  }

  /** Of the room's settings. */
  get maxSpeakers(): number {
    return this.#selection.places
  }

  set maxSpeakers(places: number) {
    this.#selection.places = places
  }

  /** A well-formed, stamped message of a member who may speak. `bytes` is the room's to keep. */
  spoke(
    member: Member<Connection>,
    { connection }: Line<Connection>,
    bytes: Uint8Array,
    nowMs: number,
  ): readonly Effect<Connection>[] {
    const said = this.#said
    readSaid(bytes, said)
    const pace = this.#paceOf(member)
    if (said.talkStart) Object.assign(pace, { heard: true, messageMs: 20 }) // [W24]
    const wasHeard = this.#selection.isHeard(member)
    if (said.talkEnd && !said.talkStart && !wasHeard) {
      this.#selection.endTalk(member, nowMs)
      return NOTHING
    }
    const isLate = !said.talkStart && this.#selection.isWaiting(member)
    const { person, member: number } = member.profile
    const isHeard = this.#selection.take(member, person, said.level, nowMs, this.#noteDisplaced)
    if (isHeard) {
      if (!wasHeard) this.#fanOut.begins(this.#selection.heardCount, this.#messageMs, nowMs)
      // What waited while it was unheard would be played late [W23].
      this.#fanOut.forward(connection, isLate ? bytes.subarray(said.lastAt) : bytes, nowMs)
      this.#forwarded.note(number, nowMs)
      this.#heardAtMs = nowMs
    }
    if (said.talkEnd) this.#selection.endTalk(member, nowMs)
    const told = said.talkEnd ? NOTHING : this.#repace(member, nowMs)
    return this.#displaced.length === 0 ? told : [...told, ...this.#giveWay(nowMs)]
  }

  /** The member is muted, or gone. */
  silence(member: Member<Connection>, nowMs: number): void {
    this.#selection.forget(member, nowMs)
  }

  /** Is nobody heard any more, and has not been for a while? */
  isQuiet(nowMs: number): boolean {
    return nowMs - this.#heardAtMs > SILENCE_AFTER_MS
  }

  /** How often this member has been asked to report. */
  reportEveryMs(member: Member<Connection>): number {
    return this.#paceOf(member).reportEveryMs
  }

  /** Asks a member who still reports into silence to stop. */
  stopReports(member: Member<Connection>): Effect<Connection>[] {
    const pace = this.#paceOf(member)
    pace.reportEveryMs = 0
    return this.#tellPace(member, pace)
  }

  /** Called several times a second while audio flows. */
  beat(members: readonly Member<Connection>[], nowMs: number): Effect<Connection>[] {
    this.#selection.tick(nowMs)
    const { heardCount, waitingCount } = this.#selection
    this.#messageMs = heardMessageMs(heardCount, waitingCount, this.#messageMs)
    this.#forwarded.forgetBefore(nowMs - 3 * reportEveryMs(members.length)) // reports judge by two intervals, and come late
    if (heardCount === 0) this.#conversationSinceMs = undefined
    else this.#conversationSinceMs ??= nowMs
    const hasLasted = nowMs - (this.#conversationSinceMs ?? nowMs) >= CONVERSATION_AFTER_MS
    return hasLasted ? this.#startReports(members) : []
  }

  /** Tells those who are heard who does not receive them, where that has changed, and nothing more those who are not [C31]. */
  tellUnheard(unheardBy: (speaker: number) => number[]): Effect<Connection>[] {
    const speakers = new Set([...this.#selection.heard(), ...this.#unheardTold.keys()])
    return [...speakers].flatMap((member) => {
      const by = this.#selection.isHeard(member) ? unheardBy(member.profile.member) : []
      if (by.join() === (this.#unheardTold.get(member) ?? '')) return []
      if (by.length === 0) this.#unheardTold.delete(member)
      else this.#unheardTold.set(member, by.join())
      return tell(connectionsOf(member), { type: 'unheard', by })
    })
  }

  /** Those who have lost their place to somebody else are told. */
  #giveWay(nowMs: number): Effect<Connection>[] {
    const told = this.#displaced.flatMap((each) => this.#repace(each, nowMs))
    this.#displaced.length = 0
    return told
  }

  /** Tells a member how to send, if it is not what they know. */
  #repace(member: Member<Connection>, nowMs: number): readonly Effect<Connection>[] {
    const pace = this.#paceOf(member)
    const heard = this.#selection.isHeard(member)
    const messageMs = heard ? this.#messageMs : UNHEARD_MESSAGE_MS
    if (pace.heard === heard && pace.messageMs === messageMs && !this.#isMisunderstood(pace, nowMs)) return NOTHING
    pace.heard = heard
    pace.toldAtMs = nowMs
    pace.messageMs = messageMs
    return this.#tellPace(member, pace)
  }

  /**
   * A heard client that still holds back more than it was asked to: the `pace` before crossed its talk-start on the way,
   * and it took the one for the other [W24]. What the last message holds shows it.
   */
  #isMisunderstood(pace: Pace, nowMs: number): boolean {
    const { packets, audioMs } = this.#said
    const askedMs = Math.max(pace.messageMs, LONGEST_HEARD_MS)
    return pace.heard && packets > 1 && audioMs > askedMs && nowMs - pace.toldAtMs > CROSSING_MS
  }

  #startReports(members: readonly Member<Connection>[]): Effect<Connection>[] {
    const everyMs = reportEveryMs(members.length)
    const told: Effect<Connection>[] = []
    for (const member of members) {
      if (told.length >= TOLD_PER_BEAT) break
      const pace = this.#paceOf(member)
      if (member.presence.at !== 'here' || isNear(pace.reportEveryMs, everyMs)) continue
      pace.reportEveryMs = everyMs
      told.push(...this.#tellPace(member, pace))
    }
    return told
  }

  #tellPace(member: Member<Connection>, pace: Pace): Effect<Connection>[] {
    const { heard, messageMs, reportEveryMs } = pace
    return tell(connectionsOf(member), { type: 'pace', heard, messageMs, reportEveryMs })
  }

  #paceOf(member: Member<Connection>): Pace {
    const known = this.#paces.get(member)
    if (known !== undefined) return known
    const pace = unpaced()
    this.#paces.set(member, pace)
    return pace
  }
}

const isNear = (knownMs: number, wantedMs: number): boolean => knownMs >= wantedMs / 2 && knownMs <= wantedMs * 2

const connectionsOf = <Connection>({ presence }: Member<Connection>): Connection[] =>
  presence.at === 'here' ? [presence.line.connection] : []
