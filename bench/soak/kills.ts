/**
 * The soak: the runtime is killed again and again while people talk and write, and started again on what it had stored.
 * In the end everything must be there once, and nothing else.
 */

import type { RoomMessage } from '../../src/protocol/room-message.ts'
import { seededRandom } from '../../test/support/tone.ts'
import { until } from '../../test/support/until.ts'
import { startRuntime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { after } from '../trials/moment.ts'
import { startForTrial } from '../trials/on-runtime.ts'
import { castFor, type SoakRoom, speakersOf } from './cast.ts'
import { fallSilent, unfinishedTalks } from './settling.ts'
import { reachVerdict, type Verdict } from './verdict.ts'

export interface SoakOptions {
  kills: number
  seed: number
  progress: (line: string) => void
}

export interface SoakFigures extends Verdict {
  kills: number
  seed: number
  /** From the first word to the verdict. */
  seconds: number
}

const ROOMS = 2
const SPEAKERS_EACH = 2
/** From when it serves again. */
const ALIVE_MS = { least: 200, most: 3_000 }
/** When the outbox is busy: this soon behind the end of a talk. */
const BEHIND_TALK_END_MS = 250

export async function soak({ kills, seed, progress }: SoakOptions): Promise<SoakFigures> {
  const random = seededRandom(seed)
  const assurances = new Assurances()
  let runtime = await startForTrial()
  try {
    const { rooms, spoken } = await castFor(runtime.origin, {
      ...{ rooms: ROOMS, speakersEach: SPEAKERS_EACH, seed },
      with: { writes: true, onMessage: assurances.hear },
    })
    const beganAtMs = performance.now()
    for (const speaker of speakersOf(rooms)) speaker.start()
    for (let killed = 0; killed < kills; killed += 1) {
      await momentToKill(rooms, assurances, random)
      await runtime.kill()
      runtime = await startRuntime(runtime)
      progress(`${killed + 1} of ${kills} kills, ${spoken.all().length} packets said.`)
    }
    await fallSilent(rooms)
    await Promise.all(speakersOf(rooms).map((speaker) => speaker.endAll()))
    progress('All is said. Waiting for the clips …')
    const evidence = { runtime, rooms, spoken, unfinishedTalks: await unfinishedTalks(rooms) }
    const verdict = await reachVerdict(evidence)
    await Promise.all(speakersOf(rooms).map((speaker) => speaker.leave()))
    return { kills, seed, seconds: round((performance.now() - beganAtMs) / 1000, 1), ...verdict }
  } finally {
    await runtime.stop()
  }
}

const MOMENTS = ['any', 'talk-end', 'assurance'] as const

/** At any time; right behind the end of a talk; the moment that something is said to be stored. */
async function momentToKill(rooms: readonly SoakRoom[], assurances: Assurances, random: () => number): Promise<void> {
  const moment = MOMENTS[Math.floor(random() * MOMENTS.length)]
  const aliveMs = ALIVE_MS.least + random() ** 2 * (ALIVE_MS.most - ALIVE_MS.least)
  const behindMs = random() * BEHIND_TALK_END_MS
  await after(moment === 'talk-end' ? ALIVE_MS.least : aliveMs)
  if (moment === 'talk-end') await endOfATalk(rooms).then(() => after(behindMs))
  if (moment === 'assurance') await Promise.race([assurances.next(), after(ALIVE_MS.most)])
}

/** Or as long as one may take: then it is any time, too. */
async function endOfATalk(rooms: readonly SoakRoom[]): Promise<void> {
  const fromMs = performance.now()
  const hasEnded = () => speakersOf(rooms).some(({ talkEnds }) => (talkEnds.at(-1)?.atMs ?? 0) > fromMs)
  await until(hasEnded, 'a talk to end', ALIVE_MS.most).catch(() => undefined)
}

/** Waits for the next time that the server says to have stored something. */
class Assurances {
  #heard: () => void = () => {}

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = resolve
    })
  }

  readonly hear = ({ type }: RoomMessage): void => {
    if (type === 'kept' || type === 'ack') this.#heard()
  }
}
