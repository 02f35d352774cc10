/**
 * What one listener who stops reading does to the others: nothing. Its device falls asleep, sockets stay open, and what
 * was sent piles up in buffers of both systems, where `bufferedAmount` does not see it. When it wakes it must find only
 * what was sent in its first seconds, and live audio at once.
 */

import { until } from '../../test/support/until.ts'
import type { MemberLine } from '../load/member-line.ts'
import { startRuntime } from '../runtime.ts'
import { percentile, round } from '../statistics.ts'
import { joinAll, leaveAll, openHall } from './hall.ts'
import { after, momentAt } from './moment.ts'
import type { Size, TrialOptions } from './trial.ts'
import { eachHeard, Voice } from './voice.ts'

interface Delay {
  p50Ms: number
  p99Ms: number
  packets: number
}

export interface StallFigures {
  listeners: number
  talking: number
  stallMs: number
  /** Of all others: a span as long before the stall, and during it. */
  before: Delay
  during: Delay
  p99Ratio: number
  /** The highest sum of `bufferedAmount` seen at the room. */
  bufferedBytes: number
  /** How far into the stall the last packet was sent that the sleeper ever received of it. */
  lastSentMs: number
  /** Packets that it found on waking. */
  backlogPackets: number
  /** From the first ping on waking to the first live packet. */
  liveAfterMs: number
  /** Of those whom it could not hear, how many the room told so. */
  toldUnheard: number
  closes: number
}

const SCALES: Record<Size, { listeners: number; talking: number; stallMs: number }> = {
  full: { listeners: 200, talking: 4, stallMs: 30_000 },
  small: { listeners: 20, talking: 2, stallMs: 8_000 },
}
const WARM_UP_MS = 2_000
const LOOK_EVERY_MS = 250

export async function stall({ size, progress }: TrialOptions): Promise<StallFigures> {
  const { listeners, talking, stallMs } = SCALES[size]
  const runtime = await startRuntime()
  const hall = await openHall(runtime.origin)
  const ears = new Ears()
  const talkers = await joinAll(hall, talking)
  const sleeper = new Sleeper()
  const others = await joinAll(hall, listeners, (index) => ({
    muted: true,
    onAudio: index === 0 ? (bytes) => sleeper.hear(bytes) : ears.hear,
  }))
  const [line] = others
  if (line === undefined) throw new Error('Nobody to fall asleep.')
  const voices = talkers.map((talker) => new Voice(talker))
  for (const voice of voices) voice.start()
  progress(`${listeners} listen to ${talking}.`)
  await after(WARM_UP_MS)

  const before = await ears.during(stallMs)
  progress(`Before: p99 ${before.p99Ms} ms. One falls asleep for ${stallMs} ms.`)
  sleeper.fallAsleep(line)
  let bufferedBytes = 0
  const wakeAtMs = sleeper.asleepAtMs + stallMs
  const watching = (async () => {
    for (let atMs = sleeper.asleepAtMs; atMs < wakeAtMs; atMs += LOOK_EVERY_MS) {
      await momentAt(atMs)
      bufferedBytes = Math.max(bufferedBytes, (await runtime.counters(hall.room)).bufferedBytes)
    }
  })()
  const during = await ears.during(wakeAtMs - performance.now())
  await watching
  const toldUnheard = talkers.filter(({ connection }) => connection?.unheardBy.includes(line.number)).length
  sleeper.wake()
  await until(() => sleeper.liveAtMs !== undefined, 'live audio on waking', 10_000)

  const figures: StallFigures = {
    listeners,
    talking,
    stallMs,
    before,
    during,
    p99Ratio: round(during.p99Ms / before.p99Ms),
    bufferedBytes,
    lastSentMs: round(sleeper.lastOfBacklogMs - sleeper.asleepAtMs),
    backlogPackets: sleeper.backlogPackets,
    liveAfterMs: round((sleeper.liveAtMs ?? Number.NaN) - sleeper.pingedAtMs),
    toldUnheard,
    closes: [...talkers, ...others].reduce((sum, { closes }) => sum + closes.length, 0),
  }
  for (const voice of voices) voice.stop()
  await leaveAll([...talkers, ...others])
  await runtime.stop()
  return figures
}

/** All who listen on, together. */
class Ears {
  #delaysMs: number[] = []

  readonly hear = (bytes: Uint8Array): void => {
    const nowMs = performance.now()
    eachHeard(bytes, ({ sentAtMs }) => this.#delaysMs.push(nowMs - sentAtMs))
  }

  async during(ms: number): Promise<Delay> {
    this.#delaysMs = []
    await after(ms)
    const delaysMs = this.#delaysMs
    this.#delaysMs = []
    return {
      p50Ms: round(percentile(delaysMs, 0.5)),
      p99Ms: round(percentile(delaysMs, 0.99)),
      packets: delaysMs.length,
    }
  }
}

/** The one who stops reading. */
class Sleeper {
  asleepAtMs = Number.POSITIVE_INFINITY
  wokeAtMs = Number.POSITIVE_INFINITY
  /** When the first ping after waking left. */
  pingedAtMs = Number.NaN
  liveAtMs: number | undefined
  backlogPackets = 0
  /** When the newest packet was sent that came out of the buffers. */
  lastOfBacklogMs = 0
  #line: MemberLine | undefined

  fallAsleep(line: MemberLine): void {
    this.#line = line
    this.asleepAtMs = performance.now()
    line.sleep()
  }

  wake(): void {
    this.wokeAtMs = performance.now()
    this.#line?.wake()
  }

  hear(bytes: Uint8Array): void {
    const nowMs = performance.now()
    if (nowMs < this.asleepAtMs || this.liveAtMs !== undefined) return
    eachHeard(bytes, ({ sentAtMs }) => {
      if (sentAtMs >= this.wokeAtMs) {
        this.liveAtMs ??= nowMs
        this.pingedAtMs = this.#line?.connection?.pinging.sentAtMs ?? Number.NaN
      } else {
        this.backlogPackets += 1
        this.lastOfBacklogMs = Math.max(this.lastOfBacklogMs, sentAtMs)
      }
    })
  }
}
