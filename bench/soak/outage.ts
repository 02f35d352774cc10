/**
 * R2 or D1 refuses everything for a while: talk must go on as if nothing were, and every clip land afterwards by itself.
 */

import { unbundle } from '../../src/protocol/audio-message.ts'
import type { RoomMessage } from '../../src/protocol/room-message.ts'
import type { Dependency, Runtime } from '../runtime.ts'
import { percentile, round } from '../statistics.ts'
import { type Delay, Delays } from '../trials/delays.ts'
import { after } from '../trials/moment.ts'
import { onRuntime } from '../trials/on-runtime.ts'
import { castFor, type SoakRoom, speakersOf } from './cast.ts'
import { fallSilent, unfinishedTalks } from './settling.ts'
import { Spoken } from './spoken.ts'
import { reachVerdict, type Verdict } from './verdict.ts'

export interface OutageOptions {
  what: Dependency
  seconds: number
  seed: number
  progress: (line: string) => void
}

/** How it was for those who talk. */
interface Span {
  relay: Delay
  /** From saying a packet to knowing that it is stored; batches go each second. */
  keptP50Ms: number
  keptP99Ms: number
  /** Clips that came into the log. */
  announced: number
}

export interface OutageFigures extends Verdict {
  outage: Dependency
  seconds: number
  seed: number
  before: Span
  during: Span
  p99Ratio: number
  /** Talks that had failed at least once when it ended. */
  failing: number
  /** From its end until no talk was unfinished. */
  landedAfterMs: number
}

const SPEAKERS = 4
/** Long enough for a percentile. */
const MOST_BEFORE_S = 20
/** What was on its way when it began may get through. */
const BEGINNING_MS = 1_000
/** A retry waits about as long as the outage has lasted (src/archive/talk-timing.ts). */
const PATIENCE = 1.5
const PATIENCE_MS = 15_000

export const outage = (options: OutageOptions): Promise<OutageFigures> =>
  onRuntime({ faulty: true }, (runtime) => outageOn(runtime, options))

async function outageOn(runtime: Runtime, { what, seconds, seed, progress }: OutageOptions): Promise<OutageFigures> {
  const spoken = new Spoken()
  const watch = new Watch(spoken)
  const { rooms } = await castFor(runtime.origin, {
    ...{ rooms: 1, speakersEach: SPEAKERS, seed, spoken },
    with: { onAudio: (bytes) => watch.hear(bytes), onMessage: (message) => watch.read(message) },
  })
  const beganAtMs = performance.now()
  for (const speaker of speakersOf(rooms)) speaker.start()
  const before = await watch.span(Math.min(seconds, MOST_BEFORE_S) * 1000)

  progress(`${what} is out of reach for ${seconds} s.`)
  await runtime.breakDown(what)
  await after(BEGINNING_MS)
  const during = await watch.span(seconds * 1000 - BEGINNING_MS)
  const failing = await failingTalks(rooms)
  await runtime.breakDown('nothing')
  const backAtMs = performance.now()

  progress(`It is back. ${failing} talks wait to be tried again.`)
  await fallSilent(rooms)
  await Promise.all(speakersOf(rooms).map((speaker) => speaker.endAll()))
  const left = await unfinishedTalks(rooms, PATIENCE * seconds * 1000 + PATIENCE_MS)
  const landedAfterMs = round(performance.now() - backAtMs)
  progress(`${left} talks are unfinished after ${landedAfterMs} ms, ${round(performance.now() - beganAtMs)} ms in all.`)
  const verdict = await reachVerdict({ runtime, rooms, spoken, unfinishedTalks: left })
  await Promise.all(speakersOf(rooms).map((speaker) => speaker.leave()))
  const p99Ratio = round(during.relay.p99Ms / before.relay.p99Ms)
  return { outage: what, seconds, seed, before, during, p99Ratio, failing, landedAfterMs, ...verdict }
}

/** What the members hear and are told, over spans of time. */
class Watch {
  readonly #spoken: Spoken
  readonly #delays = new Delays()
  #announced = new Set<string>()

  constructor(spoken: Spoken) {
    this.#spoken = spoken
  }

  hear(bytes: Uint8Array): void {
    const nowMs = performance.now()
    const message = unbundle(bytes)
    for (const { payload } of message.ok ? message.packets : []) {
      const packet = this.#spoken.find(payload)
      if (packet !== undefined) this.#delays.heard(packet.saidAtMs, nowMs)
    }
  }

  read(message: RoomMessage): void {
    if (message.type !== 'entry') return
    for (const entry of message.entries) if (entry.kind === 'clip') this.#announced.add(entry.id)
  }

  async span(ms: number): Promise<Span> {
    const fromMs = performance.now()
    this.#delays.begin()
    this.#announced = new Set()
    await after(ms)
    const said = this.#spoken.all().filter(({ saidAtMs }) => saidAtMs >= fromMs)
    const kept = said.flatMap(({ saidAtMs, acknowledgedAtMs }) =>
      acknowledgedAtMs === undefined ? [] : [acknowledgedAtMs - saidAtMs],
    )
    const keptMs = (share: number) => round(percentile(kept, share))
    const announced = this.#announced.size
    return { relay: this.#delays.figures(), keptP50Ms: keptMs(0.5), keptP99Ms: keptMs(0.99), announced }
  }
}

async function failingTalks(rooms: readonly SoakRoom[]): Promise<number> {
  const outboxes = rooms.map(async ({ room, owner }) => owner.api.outbox({ room, token: await owner.token() }))
  const items = (await Promise.all(outboxes)).flatMap(({ waiting, stuck }) => [...waiting, ...stuck])
  return items.filter(({ failure }) => failure !== null).length
}
