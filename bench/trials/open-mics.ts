/**
 * A room in which every microphone is open and everybody is loud: the room hears a few at a time, lets each of them finish
 * a sentence, and asks the others to send seldom. One of them lies: its packets always claim to be as loud as can be.
 */

import { seededRandom } from '../../test/support/tone.ts'
import type { MemberLine } from '../load/member-line.ts'
import type { Runtime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { joinAll, leaveAll, openHall } from './hall.ts'
import { after } from './moment.ts'
import { onRuntime } from './on-runtime.ts'
import { type ArrivalFigures, countArrivals } from './open-mics/arrivals.ts'
import { livelyVoice } from './open-mics/liveliness.ts'
import { mostAtOnce, type Stay, Stays } from './open-mics/stays.ts'
import type { Size, TrialOptions } from './trial.ts'
import { eachHeard, Voice } from './voice.ts'

export interface OpenMicsFigures extends ArrivalFigures {
  talking: number
  places: number
  seconds: number
  stays: number
  /** The shortest of those that ended while the trial went on; nobody ends their talk in it. */
  shortestStayMs: number
  speakersHeard: number
  /** How many were heard at the same time. */
  mostAtOnce: number
  liar: LiarFigures
  closes: number
}

interface LiarFigures {
  stays: number
  longestStayMs: number
  /** Of all the time. */
  heardShare: number
}

interface Scale {
  talking: number
  places: number
  seconds: number
  /** The moods of those who do not lie, −dBov: the louder they are, the sooner they take a place from who does. */
  moods: readonly [number, number]
}

const SCALES: Record<Size, Scale> = {
  full: { talking: 50, places: 4, seconds: 60, moods: [5, 35] },
  small: { talking: 12, places: 2, seconds: 24, moods: [1, 12] },
}
const LOUDEST = 0
/** So long the liar talks alone: it has a place when the others come. */
const HEAD_START_MS = 500
const SETTLED_AFTER_MS = 2_000

export const openMics = (options: TrialOptions): Promise<OpenMicsFigures> =>
  onRuntime({}, (runtime) => openMicsOn(runtime, options))

async function openMicsOn(runtime: Runtime, { size, seed, progress }: TrialOptions): Promise<OpenMicsFigures> {
  const { talking, places, seconds, moods } = SCALES[size]
  const hall = await openHall(runtime.origin, places)
  const stays = new Stays()
  const observers = await joinAll(hall, 1, () => ({ muted: true, onAudio: (bytes) => eachHeard(bytes, stays.hear) }))
  const talkers = await joinAll(hall, talking, (index) => ({ name: index === 0 ? 'Liar' : `Member ${index}` }))
  const liar = talkers[0] as MemberLine
  const random = seededRandom(seed)
  const levelOf = (talker: MemberLine) => (talker === liar ? () => LOUDEST : livelyVoice(random, moods))
  const voices = talkers.map((talker) => new Voice(talker, levelOf(talker)))
  const startedAtMs = performance.now()
  voices[0]?.start()
  await after(HEAD_START_MS)
  for (const voice of voices.slice(1)) voice.start()
  progress(`${talking} talk at once, ${places} of them can be heard.`)
  await after(SETTLED_AFTER_MS)

  const arrivals = await countArrivals(runtime, hall.room, talkers, startedAtMs + seconds * 1_000)
  const endedAtMs = performance.now()
  const all = stays.until(endedAtMs)
  for (const voice of voices) voice.stop()
  const closes = talkers.reduce((sum, one) => sum + one.closes.length, 0)
  await leaveAll([...observers, ...talkers])
  return {
    talking,
    places,
    seconds: round((endedAtMs - startedAtMs) / 1_000),
    ...arrivals,
    stays: all.length,
    shortestStayMs: round(Math.min(...all.flatMap(({ isOver, ms }) => (isOver ? [ms] : [])))),
    speakersHeard: new Set(all.map(({ speaker }) => speaker)).size,
    mostAtOnce: mostAtOnce(all),
    liar: liarFigures(
      all.filter(({ speaker }) => speaker === liar.number),
      endedAtMs - startedAtMs,
    ),
    closes,
  }
}

const liarFigures = (stays: readonly Stay[], totalMs: number): LiarFigures => ({
  stays: stays.length,
  longestStayMs: round(Math.max(0, ...stays.map(({ ms }) => ms))),
  heardShare: round(stays.reduce((sum, { ms }) => sum + ms, 0) / totalMs),
})
