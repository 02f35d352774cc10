/** What reaches a room, by the second. */

import type { MemberLine } from '../../load/member-line.ts'
import type { Runtime } from '../../runtime.ts'
import { round } from '../../statistics.ts'
import { after } from '../moment.ts'

export interface ArrivalFigures {
  /** At the room, audio and control: in the busiest second, and on average. */
  mostArrivalsPerSecond: number
  meanArrivalsPerSecond: number
  /** What the clients sent on average, pings too. */
  messagesPerSecond: number
}

const SECOND_MS = 1_000

export async function countArrivals(
  runtime: Runtime,
  room: string,
  lines: readonly MemberLine[],
  untilMs: number,
): Promise<ArrivalFigures> {
  const look = async () => ({
    atMs: performance.now(),
    arrivals: (await runtime.counters(room)).arrivals,
    messages: lines.reduce((sum, line) => sum + line.traffic().messagesOut, 0),
  })
  const looks = [await look()]
  while (performance.now() < untilMs) {
    await after(SECOND_MS)
    looks.push(await look())
  }
  const rate = (what: 'arrivals' | 'messages', from = looks[0], to = looks.at(-1)): number =>
    from === undefined || to === undefined ? 0 : ((to[what] - from[what]) * SECOND_MS) / (to.atMs - from.atMs)
  const bySecond = looks.slice(1).map((one, index) => rate('arrivals', looks[index], one))
  return {
    mostArrivalsPerSecond: round(Math.max(...bySecond)),
    meanArrivalsPerSecond: round(rate('arrivals')),
    messagesPerSecond: round(rate('messages')),
  }
}
