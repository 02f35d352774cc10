/**
 * Who of those who talk is heard: at most as many at a time as the room allows [W23]. A talk-start takes a free place at
 * once; when there is none, the loudest compete, with hysteresis. Pure; a speaker is an opaque handle of one person.
 */

/** Nobody is cut off sooner: shorter turns than this nobody could follow. */
export const LEAST_STAY_MS = 3_000
/** Louder by so much takes a place: twice as loud to the ear is 10 dB, and less than half of that flutters. */
const CLEARLY_LOUDER_DB = 6
/** The loudness of speech is its peaks: syllables come 4–5 a second, and between two of them this takes off 4 dB. */
const PEAK_FALLS_DB_PER_S = 20
/** A place falls free this long after the last packet: talk-end comes after 1.5 s of silence, unless it was lost [W19]. */
const GONE_AFTER_MS = 2_000
/** Whoever has been heard for so long begins to tire: each further second makes the place easier to take … */
const TIRES_AFTER_MS = 15_000
const TIRES_DB_PER_S = 2
/** … up to this. A lecturer at −25 dBov still keeps the place against a fan at −65, a client that claims 0 dBov does not against a voice. */
const TIREDEST_DB = 40
const LONGEST_STINT_MS = TIRES_AFTER_MS + (TIREDEST_DB / TIRES_DB_PER_S) * 1_000
/** Not being heard rests twice as fast as being heard tires. */
const RESTS_TIMES = 2
/** RFC 6464: the level counts down from here to silence. */
const SILENCE_DB = 127

interface Talker<Speaker> {
  speaker: Speaker
  person: string
  /** dB above silence at `atMs`; falls from there. */
  peakDb: number
  /** When its last packet came. */
  atMs: number
  /** Since when it has been heard; undefined while it is not. */
  heardSinceMs: number | undefined
  isTalking: boolean
}

/** How tired of being heard a person is, on whatever devices, muted or gone in between. */
interface Stint {
  /** How long they have been heard, less what they have rested, at `atMs`. */
  ms: number
  atMs: number
  /** Their devices that are heard at present. */
  places: number
}

export class SpeakerSelection<Speaker> {
  readonly #talkers = new Map<Speaker, Talker<Speaker>>()
  readonly #stints = new Map<string, Stint>()
  /** A subset of the talkers, in the order in which they took their places. */
  readonly #heard: Talker<Speaker>[] = []
  /** How many are heard at a time. */
  places: number

  constructor(places: number) {
    this.places = places
  }

  get heardCount(): number {
    return this.#heard.length
  }

  /** Those who talk and are not heard. */
  get waitingCount(): number {
    let waiting = 0
    for (const speaker of this.#talkers.keys()) if (this.isWaiting(speaker)) waiting += 1
    return waiting
  }

  isWaiting(speaker: Speaker): boolean {
    const talker = this.#talkers.get(speaker)
    return talker?.isTalking === true && talker.heardSinceMs === undefined
  }

  isHeard(speaker: Speaker): boolean {
    return this.#talkers.get(speaker)?.heardSinceMs !== undefined
  }

  heard(): readonly Speaker[] {
    return this.#heard.map(({ speaker }) => speaker)
  }

  /**
   * A message of `speaker` has come, its loudest packet at `level` (0 loudest … 127, −dBov). Answers whether it is heard.
   * Whoever loses a place to it is handed to `displaced`.
   */
  take(speaker: Speaker, person: string, level: number, nowMs: number, displaced: (speaker: Speaker) => void): boolean {
    const talker = this.#talkerOf(speaker, person, nowMs)
    talker.peakDb = Math.max(SILENCE_DB - level, peakDbAt(talker, nowMs))
    talker.atMs = nowMs
    talker.isTalking = true
    if (talker.heardSinceMs !== undefined) return true
    this.#dropTheGone(nowMs)
    if (this.#heard.length >= this.places) {
      const loser = this.#weakest(talker, nowMs)
      if (loser === undefined) return false
      this.#release(loser, nowMs)
      displaced(loser.speaker)
    }
    this.#seat(talker, nowMs)
    return true
  }

  /** The talk of `speaker` is over; what it had said so far still counts against it. */
  endTalk(speaker: Speaker, nowMs: number): void {
    const talker = this.#talkers.get(speaker)
    if (talker === undefined) return
    talker.isTalking = false
    this.#release(talker, nowMs)
  }

  /** `speaker` is gone. */
  forget(speaker: Speaker, nowMs: number): void {
    this.endTalk(speaker, nowMs)
    this.#talkers.delete(speaker)
  }

  /** Drops those who have not been heard of for long; called now and then. */
  tick(nowMs: number): void {
    this.#dropTheGone(nowMs)
    for (const talker of this.#talkers.values()) {
      if (nowMs - talker.atMs <= GONE_AFTER_MS) continue
      talker.isTalking = false
      this.#talkers.delete(talker.speaker)
    }
    for (const [person, stint] of this.#stints) {
      if (stint.places === 0 && stintMsAt(stint, nowMs) === 0) this.#stints.delete(person)
    }
  }

  #talkerOf(speaker: Speaker, person: string, nowMs: number): Talker<Speaker> {
    const known = this.#talkers.get(speaker)
    if (known !== undefined) return known
    const talker = { speaker, person, peakDb: 0, atMs: nowMs, heardSinceMs: undefined, isTalking: true }
    this.#talkers.set(speaker, talker)
    return talker
  }

  /** The stint of a person, reckoned up to now. */
  #settle(person: string, nowMs: number): Stint {
    const stint = this.#stints.get(person) ?? { ms: 0, atMs: nowMs, places: 0 }
    stint.ms = stintMsAt(stint, nowMs)
    stint.atMs = nowMs
    this.#stints.set(person, stint)
    return stint
  }

  /** Loudness in the competition for places. */
  #scoreDb(talker: Talker<Speaker>, nowMs: number): number {
    const stint = this.#stints.get(talker.person)
    const tiredMs = stint === undefined ? 0 : Math.max(0, stintMsAt(stint, nowMs) - TIRES_AFTER_MS)
    return peakDbAt(talker, nowMs) - (TIRES_DB_PER_S * tiredMs) / 1_000
  }

  #seat(talker: Talker<Speaker>, nowMs: number): void {
    this.#settle(talker.person, nowMs).places += 1
    talker.heardSinceMs = nowMs
    this.#heard.push(talker)
  }

  #release(talker: Talker<Speaker>, nowMs: number): void {
    if (talker.heardSinceMs === undefined) return
    this.#settle(talker.person, nowMs).places -= 1
    talker.heardSinceMs = undefined
    this.#heard.splice(this.#heard.indexOf(talker), 1)
  }

  #dropTheGone(nowMs: number): void {
    for (let at = this.#heard.length - 1; at >= 0; at -= 1) {
      const talker = this.#heard[at]
      if (talker !== undefined && nowMs - talker.atMs > GONE_AFTER_MS) this.#release(talker, nowMs)
    }
  }

  /** Whose place `candidate` takes, if anybody's: one person's second place first, else the weakest that is clearly weaker. */
  #weakest(candidate: Talker<Speaker>, nowMs: number): Talker<Speaker> | undefined {
    const own = this.#heard.find(({ person }) => person === candidate.person)
    const removable = own === undefined ? this.#heard : [own]
    let weakest: Talker<Speaker> | undefined
    let weakestDb = this.#scoreDb(candidate, nowMs) - CLEARLY_LOUDER_DB
    for (const talker of removable) {
      if (nowMs - (talker.heardSinceMs ?? nowMs) < LEAST_STAY_MS) continue
      if (own === undefined && this.#isSecondPlace(talker)) return talker
      const db = this.#scoreDb(talker, nowMs)
      if (db <= weakestDb) {
        weakest = talker
        weakestDb = db
      }
    }
    return weakest
  }

  #isSecondPlace(talker: Talker<Speaker>): boolean {
    return this.#heard.some((other) => other !== talker && other.person === talker.person)
  }
}

const peakDbAt = ({ peakDb, atMs }: Talker<unknown>, nowMs: number): number =>
  Math.max(0, peakDb - (PEAK_FALLS_DB_PER_S * (nowMs - atMs)) / 1_000)

function stintMsAt({ ms, atMs, places }: Stint, nowMs: number): number {
  const passedMs = nowMs - atMs
  if (places > 0) return Math.min(LONGEST_STINT_MS, ms + passedMs)
  return Math.max(0, ms - RESTS_TIMES * passedMs)
}
