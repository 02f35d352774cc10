/**
 * How a room sounds here, in the field's figures: of the connection, and of every speaker as played on this device. Pure.
 */

import type { PlayoutStatistics } from '../audio/playout-counters.ts'
import type { SendStep } from '../audio/send-ladder.ts'
import { type Connection, FAIR_RTT_MS, GOOD_RTT_MS, type Quality, worseOf } from './connection-quality.ts'

/** RFC 3550's jitter, in ms: up to the first a playout delay of a frame or two takes it up, above the second none that lets people talk freely. */
const JITTER_MS = { good: 15, fair: 50 }
/** Of what was played, made up: below the first nobody notices, above the second words are missing. */
const CONCEALED_SHARE = { good: 0.01, fair: 0.05 }
/** Up to where a figure is good, and up to where it is fair. */
export const QUALITY_BOUNDS = {
  rttMs: { good: GOOD_RTT_MS, fair: FAIR_RTT_MS },
  jitterMs: JITTER_MS,
  concealedShare: CONCEALED_SHARE,
} as const
/** What is made up is a matter of moments: so much of the past counts. */
const RECENT_MS = 10_000

export interface SpeakerStatistics extends PlayoutStatistics {
  member: number
  /** Whether anything of theirs was played in the last second. */
  isPlaying: boolean
  /** Of what was played of them in the last 10 s: what was made up. */
  concealedShare: number
  quality: Quality
}

export interface ConnectionStatistics extends Connection, Readonly<SendStep> {
  /** Which way the audio goes. */
  path: 'relay'
}

export interface RoomStatistics {
  /** Milliseconds since 1970. */
  atMs: number
  connection: ConnectionStatistics
  /** In the order in which they were first heard. */
  speakers: SpeakerStatistics[]
  /** How late the latest of those who are played now are heard here, the way to the room included; 0 while nobody is. */
  lagMs: number
  /** The worst of the connection and of those who are played now. */
  quality: Quality
}

interface Snapshot {
  atMs: number
  figures: PlayoutStatistics
}

export class Statistics {
  /** By member, the oldest first, 10 s of them. */
  readonly #recent = new Map<number, Snapshot[]>()

  /** What the playout says, about once a second. Who is not in it is forgotten. */
  push(speakers: readonly (readonly [number, PlayoutStatistics])[], nowMs: number): void {
    const named = new Map(speakers)
    for (const member of this.#recent.keys()) if (!named.has(member)) this.#recent.delete(member)
    for (const [member, figures] of named) {
      const before = (this.#recent.get(member) ?? []).filter(({ atMs }) => nowMs - atMs <= RECENT_MS)
      this.#recent.set(member, [...before, { atMs: nowMs, figures }])
    }
  }

  at(nowMs: number, connection: Connection, sending: SendStep): RoomStatistics {
    const speakers = [...this.#recent].map(([member, snapshots]) => speakerOf(member, snapshots))
    const playing = speakers.filter(({ isPlaying }) => isPlaying)
    const latestMs = Math.max(0, ...playing.map(({ delayMs }) => delayMs))
    return {
      atMs: nowMs,
      connection: { path: 'relay', ...connection, ...sending },
      speakers,
      lagMs: playing.length === 0 ? 0 : latestMs + (connection.rttMs ?? 0) / 2,
      quality: playing.map(({ quality }) => quality).reduce(worseOf, connection.quality),
    }
  }
}

function speakerOf(member: number, snapshots: readonly Snapshot[]): SpeakerStatistics {
  const [first, last] = [snapshots[0] as Snapshot, snapshots.at(-1) as Snapshot] // there is one at least
  const before = snapshots.at(-2)
  const { figures } = last
  const isPlaying = soundMs(figures) > (before === undefined ? 0 : soundMs(before.figures))
  const playedMs = soundMs(figures) - (snapshots.length > 1 ? soundMs(first.figures) : 0)
  const concealedMs = figures.concealedMs - (snapshots.length > 1 ? first.figures.concealedMs : 0)
  const concealedShare = playedMs > 0 ? concealedMs / playedMs : 0
  const quality = worseOf(judged(figures.jitterMs, JITTER_MS), judged(concealedShare, CONCEALED_SHARE))
  return { member, ...figures, isPlaying, concealedShare, quality }
}

const soundMs = ({ playedMs, concealedMs, recoveredMs }: PlayoutStatistics): number =>
  playedMs + concealedMs + recoveredMs

function judged(figure: number, { good, fair }: { good: number; fair: number }): Quality {
  if (figure <= good) return 'good'
  return figure <= fair ? 'fair' : 'poor'
}
