/**
 * A listener whom the room believes to be served, and whose reports say that one of the heard speakers does not arrive:
 * the room mends its side, tells the speaker, and when that has not helped, ends the connection so that the client comes
 * back on a new one. Whether the reports tell the truth the room cannot know; here they lie.
 */

import { CLOSE } from '../../src/protocol/close-codes.ts'
import { until } from '../../test/support/until.ts'
import type { Runtime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { joinAll, leaveAll, openHall } from './hall.ts'
import { DeafListener } from './heal/deaf-listener.ts'
import { onRuntime } from './on-runtime.ts'
import type { TrialOptions } from './trial.ts'
import { eachHeard, Voice } from './voice.ts'

export interface HealFigures {
  /** From the beginning of the talk. */
  firstReportMs: number
  repairedMs: number
  toldMs: number
  closedMs: number
  repaired: number
  closeCode: number
  /** Speakers whom the reports named who were told that this listener does not receive them, wrongly. */
  wronglyTold: number
  /** Other listeners who lost their line, and who did not hear both speakers to the end. */
  othersLost: number
  othersDeaf: number
}

const LISTENERS = 4
/** Reports begin after 2 s of talk, and it takes two of them 2 s apart to notice, twice. */
const CLOSED_WITHIN_MS = 30_000

export const heal = (options: TrialOptions): Promise<HealFigures> =>
  onRuntime({}, (runtime) => healOn(runtime, options))

async function healOn(runtime: Runtime, { progress }: TrialOptions): Promise<HealFigures> {
  const hall = await openHall(runtime.origin)
  const lastHeardMs = new Map<string, number>()
  const speakers = await joinAll(hall, 2)
  const listeners = await joinAll(hall, LISTENERS, (index) => ({
    muted: true,
    onAudio: (bytes) => eachHeard(bytes, ({ speaker, sentAtMs }) => lastHeardMs.set(`${index} ${speaker}`, sentAtMs)),
  }))
  const [missing, arriving] = speakers
  if (missing === undefined || arriving === undefined) throw new Error('Nobody to speak.')
  const deaf = await DeafListener.join(hall, missing.number)
  const voices = speakers.map((speaker) => new Voice(speaker))
  const startedAtMs = performance.now()
  for (const voice of voices) voice.start()
  const since = () => round(performance.now() - startedAtMs)

  await until(() => deaf.reports > 0, 'the first report', CLOSED_WITHIN_MS)
  const firstReportMs = since()
  const counters = () => runtime.counters(hall.room)
  await until(async () => (await counters()).repaired > 0, 'the room to mend its side', CLOSED_WITHIN_MS)
  const repairedMs = since()
  progress(`Noticed after ${repairedMs} ms.`)
  await until(() => missing.connection?.unheardBy.includes(deaf.number), 'the speaker to be told', CLOSED_WITHIN_MS)
  const toldMs = since()
  await until(() => deaf.closed !== undefined, 'the connection to be ended', CLOSED_WITHIN_MS)
  const closedMs = since()
  const { repaired } = await counters()
  const wronglyTold = arriving.connection?.unheardBy.includes(deaf.number) ? 1 : 0
  await until(() => missing.connection?.unheardBy.length === 0, 'the speaker to be told that all is well')

  const closedAtMs = startedAtMs + closedMs
  const heardBoth = (index: number) =>
    speakers.every(({ number }) => (lastHeardMs.get(`${index} ${number}`) ?? 0) > closedAtMs)
  await until(() => listeners.every((_, index) => heardBoth(index)), 'the others to hear on').catch(() => undefined)
  for (const voice of voices) voice.stop()
  const othersLost = [...speakers, ...listeners].filter(({ closes }) => closes.length > 0).length
  await leaveAll([...speakers, ...listeners])
  return {
    firstReportMs,
    repairedMs,
    toldMs,
    closedMs,
    repaired,
    closeCode: deaf.closed ?? CLOSE.normal,
    wronglyTold,
    othersLost,
    othersDeaf: listeners.filter((_, index) => !heardBoth(index)).length,
  }
}
