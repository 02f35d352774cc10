/**
 * What one listener who stops reading does to the others: nothing. Its device falls asleep, sockets stay open, and what
 * was sent piles up in buffers of both systems, where `bufferedAmount` does not see it. When it wakes it must find only
 * what was sent in its first seconds, and live audio at once.
 */

import { until } from '../../test/support/until.ts'
import type { MemberLine } from '../load/member-line.ts'
import type { Runtime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { type Conversation, Delays } from './delays.ts'
import { joinAll, leaveAll, openHall } from './hall.ts'
import { after, momentAt } from './moment.ts'
import { onRuntime } from './on-runtime.ts'
import { Sleeper } from './stall/sleeper.ts'
import type { Size, TrialOptions } from './trial.ts'
import { Voice } from './voice.ts'

export interface StallFigures {
  listeners: number
  talking: number
  stallMs: number
  /** Of all others: a span as long before the stall, and during it. */
  before: Conversation
  during: Conversation
  p99Ratio: number
  /** The highest sum of `bufferedAmount` seen at the room. */
  bufferedBytes: number
  /** How far into the stall the last packet was sent that the sleeper ever received of it. */
  lastSentMs: number
  /** Packets that it found on waking. */
  backlogPackets: number
  /** From the first ping on waking to the first live packet. */
  liveAfterMs: number
  /** Of those who talked, how many the room told that the sleeper does not receive them. */
  toldUnheard: number
  closes: number
}

const SCALES: Record<Size, { listeners: number; talking: number; stallMs: number }> = {
  full: { listeners: 200, talking: 4, stallMs: 30_000 },
  small: { listeners: 20, talking: 2, stallMs: 6_000 },
}
const WARM_UP_MS = 2_000
const LOOK_EVERY_MS = 250
const LIVE_WITHIN_MS = 10_000

export const stall = (options: TrialOptions): Promise<StallFigures> =>
  onRuntime({}, (runtime) => stallOn(runtime, options))

async function stallOn(runtime: Runtime, { size, progress }: TrialOptions): Promise<StallFigures> {
  const { listeners, talking, stallMs } = SCALES[size]
  const hall = await openHall(runtime.origin)
  const [before, during] = [new Delays(), new Delays()]
  const hear = (bytes: Uint8Array) => {
    before.hear(bytes)
    during.hear(bytes)
  }
  const sleeper = new Sleeper()
  const talkers = await joinAll(hall, talking)
  const others = await joinAll(hall, listeners, (index) => ({
    muted: true,
    onAudio: index === 0 ? sleeper.hear : hear,
  }))
  const line = others[0] as MemberLine
  const voices = talkers.map((talker) => new Voice(talker))
  for (const voice of voices) voice.start()
  progress(`${listeners} listen to ${talking}.`)
  await after(WARM_UP_MS)

  const sent = () => voices.reduce((sum, voice) => sum + voice.sent, 0)
  const sentAtFirst = sent()
  before.begin()
  await after(stallMs)
  before.end()
  progress(`Before: p99 ${before.figures().p99Ms} ms. One falls asleep for ${stallMs} ms.`)
  const sentAwake = sent()
  during.begin()
  sleeper.fallAsleep(line)
  const bufferedBytes = await mostBuffered(runtime, hall.room, sleeper.asleepAtMs + stallMs)
  during.end()
  const sentAsleep = sent()
  const toldUnheard = talkers.filter(({ connection }) => connection?.unheardBy.includes(line.number)).length
  sleeper.wake()
  const liveAtMs = await until(() => sleeper.liveAtMs, 'live audio on waking', LIVE_WITHIN_MS)

  for (const voice of voices) voice.stop()
  const closes = [...talkers, ...others].reduce((sum, one) => sum + one.closes.length, 0)
  await leaveAll([...talkers, ...others])
  return {
    listeners,
    talking,
    stallMs,
    before: { ...before.figures(), expected: (sentAwake - sentAtFirst) * (listeners - 1) },
    during: { ...during.figures(), expected: (sentAsleep - sentAwake) * (listeners - 1) },
    p99Ratio: round(during.figures().p99Ms / before.figures().p99Ms),
    bufferedBytes,
    lastSentMs: round(sleeper.lastOfBacklogMs - sleeper.asleepAtMs),
    backlogPackets: sleeper.backlogPackets,
    liveAfterMs: round(liveAtMs - sleeper.pingedAtMs),
    toldUnheard,
    closes,
  }
}

async function mostBuffered(runtime: Runtime, room: string, untilMs: number): Promise<number> {
  let most = 0
  for (let atMs = performance.now(); atMs < untilMs; atMs += LOOK_EVERY_MS) {
    await momentAt(atMs)
    most = Math.max(most, (await runtime.counters(room)).bufferedBytes)
  }
  return most
}
