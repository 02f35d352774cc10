/** A line of the results: what one server did under one load, from its turns. */

import { Histogram } from '../load/histogram.ts'
import { median, round } from '../statistics.ts'
import type { Load } from './load.ts'
import { shareOf, type Turn } from './turn.ts'

export interface Row {
  server: string
  version: string
  /** Everybody in the room listens, those who speak too. */
  listeners: number
  speakers: number
  /** Packets at listeners. */
  deliveredPerSecond: number
  /** Of what was said within the window: how much came, no later than a second behind its end. */
  deliveredShare: number
  /** From a packet's saying to its hearing; null when nothing came. */
  p50Ms: number | null
  p99Ms: number | null
  /** The server's user and system time, by packets at listeners; null when nothing came. */
  cpuMicrosPerPacket: number | null
  /** The server's user and system time as a share of one core's. */
  busyShare: number
  /** While everybody talks. */
  rssMiB: number
  /** From members to the server, what keeps connections alive not counted: what a platform bills. */
  messagesPerSecond: number
  /** From the server to members. */
  messagesOutPerSecond: number
  /** Before anybody came; with everybody there and nobody speaking; and what the one has more than the other, by member. */
  idleRssMiB: number
  joinedRssMiB: number
  rssPerSocketKiB: number
  /** Near 1 the generator was the limit, and not the server. */
  generatorBusyShare: number
  /** Turns that the medians are of. */
  turns: number
  /** How many got in, when not everybody did, and why the others did not; of the last turn in which it was so. */
  joined?: number
  failures?: Record<string, number>
  /** One step of a growing audience, and not a load among others. */
  audience?: true
}

/** A server that could not be measured, and what to do about it. */
export interface MissingRow {
  server: string
  missing: string
}

/** A load that a server did not even take up: members could not get in, say. */
export interface FailedRow {
  server: string
  version: string
  listeners: number
  speakers: number
  deliveredShare: 0
  failed: string
  audience?: true
}

/** Below this share of packets delivered there is no conversation, and the other figures are those of a queue. */
const COLLAPSED_SHARE = 0.9

export const hasCollapsed = (deliveredShare: number): boolean => deliveredShare < COLLAPSED_SHARE

/** Above this share of a core the generator has no time to be on time. */
export const BUSY_GENERATOR = 0.8

const BYTES_PER_KIB = 1024
const BYTES_PER_MIB = BYTES_PER_KIB ** 2

/** `idleRssBytes` is of the server as it was when the first of these turns began. */
export function rowOf(
  { server, version, idleRssBytes }: { server: string; version: string; idleRssBytes: number },
  load: Load,
  turns: readonly Turn[],
): Row {
  const middle = (of: (turn: Turn) => number, digits?: number) => round(median(turns.map(of)), digits)
  const delayMs = (share: number) => orNull(middle(({ delay }) => new Histogram(delay).percentileMs(share)))
  const crowded = turns.findLast(({ joined }) => joined < load.members)
  const joinedRssBytes = turns[0]?.joinedRssBytes ?? Number.NaN
  return {
    server,
    version,
    listeners: load.members,
    speakers: load.speakers,
    deliveredPerSecond: middle(({ deliveredPerSecond }) => deliveredPerSecond, 0),
    deliveredShare: middle((turn) => shareOf(turn, load), 5),
    p50Ms: delayMs(0.5),
    p99Ms: delayMs(0.99),
    cpuMicrosPerPacket: orNull(middle(microsPerPacket)),
    busyShare: middle(({ cpuMs, windowMs }) => cpuMs / windowMs, 3),
    rssMiB: middle(({ rssBytes }) => rssBytes / BYTES_PER_MIB, 1),
    messagesPerSecond: middle(({ messagesPerSecond }) => messagesPerSecond, 0),
    messagesOutPerSecond: middle(({ traffic, seconds }) => traffic.messagesIn / seconds, 0),
    idleRssMiB: round(idleRssBytes / BYTES_PER_MIB, 1),
    joinedRssMiB: round(joinedRssBytes / BYTES_PER_MIB, 1),
    rssPerSocketKiB: round((joinedRssBytes - idleRssBytes) / load.members / BYTES_PER_KIB, 1),
    generatorBusyShare: middle(({ generator }) => generator.cpuShare, 3),
    turns: turns.length,
    ...(crowded && { joined: crowded.joined, failures: crowded.failures }),
  }
}

/** What was delivered in the measured time took that time's work, but for what was under way at either end. */
const microsPerPacket = ({ cpuMs, windowMs, deliveredPerSecond }: Turn): number =>
  (cpuMs * 1000) / ((deliveredPerSecond * windowMs) / 1000)

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)
