/**
 * A room in which every microphone is open and everybody is loud: the room hears a few at a time, lets each of them finish
 * a sentence, and asks the others to send seldom. One of them lies: its packets always claim to be as loud as can be.
 */

import { seededRandom } from '../../test/support/tone.ts'
import { startRuntime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { joinAll, leaveAll, openHall } from './hall.ts'
import { after } from './moment.ts'
import { mostAtOnce, Stays } from './open-mics/stays.ts'
import type { Size, TrialOptions } from './trial.ts'
import { eachHeard, Voice } from './voice.ts'

export interface OpenMicsFigures {
  talking: number
  places: number
  seconds: number
  /** Audio messages that reached the room: in the busiest second from the third on, and in all of those on average. */
  mostArrivalsPerSecond: number
  meanArrivalsPerSecond: number
  /** Everything that the clients sent in that time, pings and reports too. */
  messagesPerSecond: number
  stays: number
  /** The shortest of those that ended while the trial went on; nobody ends their talk in it. */
  shortestStayMs: number
  speakersHeard: number
  /** How many were heard at the same time. */
  mostAtOnce: number
  liar: { stays: number; longestStayMs: number; heardShare: number; stillHeard: boolean }
  closes: number
}

interface Scale {
  talking: number
  places: number
  seconds: number
  /** The loudness of those who do not lie, −dBov: the louder they are, the sooner they take a place from who does. */
  levels: readonly [number, number]
}

const SCALES: Record<Size, Scale> = {
  full: { talking: 50, places: 4, seconds: 60, levels: [5, 35] },
  small: { talking: 12, places: 2, seconds: 24, levels: [1, 12] },
}
const LOUDEST = 0
/** In packets of 20 ms. */
const SYLLABLE_LASTS = 10
const MOOD_LASTS = 100
const SYLLABLE_DB = 6
/** So long the liar talks alone: it has a place when the others come. */
const HEAD_START_MS = 500
const SETTLED_AFTER_MS = 2_000
const SECOND_MS = 1_000

export async function openMics({ size, seed, progress }: TrialOptions): Promise<OpenMicsFigures> {
  const { talking, places, seconds, levels } = SCALES[size]
  const random = seededRandom(seed)
  const runtime = await startRuntime()
  const hall = await openHall(runtime.origin, places)
  const stays = new Stays()
  const [observer] = await joinAll(hall, 1, () => ({ muted: true, onAudio: (bytes) => eachHeard(bytes, stays.hear) }))
  const talkers = await joinAll(hall, talking, (index) => ({ name: index === 0 ? 'Liar' : `Member ${index}` }))
  const voices = talkers.map(
    (talker, index) => new Voice(talker, index === 0 ? () => LOUDEST : loudVoice(random, levels)),
  )
  const startedAtMs = performance.now()
  voices[0]?.start()
  await after(HEAD_START_MS)
  for (const voice of voices.slice(1)) voice.start()
  progress(`${talking} talk at once, ${places} of them can be heard.`)
  await after(SETTLED_AFTER_MS)

  const messagesBefore = messagesOf(talkers)
  const arrivals: number[] = []
  let atMs = performance.now()
  let last = (await runtime.counters(hall.room)).arrivals
  while (performance.now() - startedAtMs < seconds * SECOND_MS) {
    await after(SECOND_MS)
    const now = (await runtime.counters(hall.room)).arrivals
    arrivals.push(((now - last) * SECOND_MS) / (performance.now() - atMs))
    atMs = performance.now()
    last = now
  }
  const observedMs = atMs - startedAtMs
  const messages = messagesOf(talkers) - messagesBefore
  const all = stays.until(atMs)
  const ended = all.filter(({ isOver }) => isOver)
  const liars = all.filter(({ speaker }) => speaker === talkers[0]?.number)
  const figures: OpenMicsFigures = {
    talking,
    places,
    seconds: round(observedMs / SECOND_MS),
    mostArrivalsPerSecond: round(Math.max(...arrivals)),
    meanArrivalsPerSecond: round(arrivals.reduce((sum, one) => sum + one, 0) / arrivals.length),
    messagesPerSecond: round((messages * SECOND_MS) / (observedMs - SETTLED_AFTER_MS)),
    stays: all.length,
    shortestStayMs: round(Math.min(...ended.map(({ ms }) => ms))),
    speakersHeard: new Set(all.map(({ speaker }) => speaker)).size,
    mostAtOnce: mostAtOnce(all),
    liar: {
      stays: liars.length,
      longestStayMs: round(Math.max(0, ...liars.map(({ ms }) => ms))),
      heardShare: round(liars.reduce((sum, { ms }) => sum + ms, 0) / observedMs),
      stillHeard: liars.some(({ isOver }) => !isOver),
    },
    closes: talkers.reduce((sum, { closes }) => sum + closes.length, 0),
  }
  for (const voice of voices) voice.stop()
  await leaveAll(observer === undefined ? talkers : [observer, ...talkers])
  await runtime.stop()
  return figures
}

/** Loud all the time, now more and now less: syllables by the tenth of a second, the mood by the second. */
function loudVoice(random: () => number, [loudest, quietest]: readonly [number, number]): () => number {
  let packets = 0
  let mood = loudest
  let level = loudest
  return () => {
    if (packets % MOOD_LASTS === 0) mood = loudest + random() * (quietest - loudest)
    if (packets % SYLLABLE_LASTS === 0) level = Math.round(mood + random() * SYLLABLE_DB)
    packets += 1
    return level
  }
}

const messagesOf = (talkers: readonly { traffic(): { messagesOut: number } }[]): number =>
  talkers.reduce((sum, talker) => sum + talker.traffic().messagesOut, 0)
