/**
 * The soak: the runtime is killed again and again while people talk and write, and started again on what it had stored.
 * In the end everything must be there once, and nothing else.
 */

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
  let runtime = await startForTrial()
  try {
    const { rooms, spoken } = await castFor(runtime.origin, {
      ...{ rooms: ROOMS, speakersEach: SPEAKERS_EACH, seed },
      with: { writes: true },
    })
    const beganAtMs = performance.now()
    for (const speaker of speakersOf(rooms)) speaker.start()
    for (let killed = 0; killed < kills; killed += 1) {
      await momentToKill(rooms, random)
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

/** Now and then right behind the end of a talk, else at any time. */
async function momentToKill(rooms: readonly SoakRoom[], random: () => number): Promise<void> {
  const aliveMs = ALIVE_MS.least + random() ** 2 * (ALIVE_MS.most - ALIVE_MS.least)
  const behindTalkEnd = random() < 0.5
  const behindMs = random() * BEHIND_TALK_END_MS
  await after(behindTalkEnd ? ALIVE_MS.least : aliveMs)
  if (!behindTalkEnd) return
  const fromMs = performance.now()
  const hasEnded = () => speakersOf(rooms).some(({ talkEnds }) => (talkEnds.at(-1)?.atMs ?? 0) > fromMs)
  await until(hasEnded, 'a talk to end', ALIVE_MS.most).catch(() => undefined) // then it is any time, too
  await after(behindMs)
}
