/**
 * What the generator is asked to do and what it answers: plain data that travels between processes.
 */

import type { HistogramData } from './histogram.ts'
import type { LineDescription, Traffic } from './line.ts'

export interface Task {
  lines: LineDescription[]
  /** The first so many of the lines speak, and listen too; the others listen. */
  speakers: number
  /** Over how long the lines are opened; 0 opens them as fast as they come in. */
  rampMs: number
  /** How long everybody speaks before what they say is measured. */
  warmUpMs: number
  measureMs: number
  /**
   * How long stragglers may take once the measured time is over. Everybody speaks on meanwhile: a relay that is behind
   * does not catch up then.
   */
  settleMs: number
  /** How many listeners stop reading a third into the measured time, for a third of it, but at most 30 s. */
  stall: number
  /** How many listeners lose their connection a third into the measured time, and come back. */
  drop: number
}

export type Phase = 'joining' | 'warming-up' | 'measuring' | 'settling' | 'leaving'

/** What has been heard so far. */
export interface Heard {
  /** Packets that reached their listeners, all together, per second; NaN before anybody speaks. */
  deliveredPerSecond: number
  /** Of what was measured so far; NaN before that. */
  deliveredShare: number
  p50Ms: number
  p99Ms: number
}

/** How it goes, about once a second. */
export interface Progress extends Heard {
  phase: Phase
  joined: number
  failed: number
  lines: number
}

/** Listeners that were away on purpose. They are not counted in any other figure. */
export interface Away {
  listeners: number
  /** For each that was back in: from the loss of its connection to the `welcome` of the next. Empty for those that slept. */
  rejoinedAfterMs: number[]
  /** For each that hears again: from waking, or from the loss, to the first packet that was ready after that moment. */
  liveAfterMs: number[]
  /** Packets that came after waking and were older than that. */
  backlogPackets: number
}

export interface Measurement extends Scored {
  joined: number
  /** Why the others are not in, and how many of each. */
  failures: Record<string, number>
  /** What was measured, in seconds. */
  seconds: number
  /** Over all lines, within the measured time, as the clients see it. */
  traffic: Traffic
  /** Connections lost that nobody meant to lose. */
  connectionsLost: number
  stalled: Away
  dropped: Away
  generator: GeneratorLoad
}

/** What was heard of what was said, by those who were not away on purpose. */
export interface Scored {
  /** Packets of all speakers: sent, sent while the server said that it does not pass them on, and not sent for want of a connection. */
  packets: { sent: number; unheard: number; offline: number }
  /** Deliveries that there should have been, one for each packet sent at each other member, and that there were. */
  expected: number
  delivered: number
  deliveredShare: number
  /** The same for the listener who received least. */
  leastShare: number
  deliveredPerSecond: number
  /** The listeners that every packet was read and timed at. */
  sample: {
    listeners: number
    received: number
    losses: number
    duplicates: number
    reorderings: number
    malformed: number
  }
  /** From when a packet was ready at its speaker to its arrival, at the sample. */
  delay: HistogramData
}

/** Of one core: above this the generator's own queue is part of every delay. */
export const BUSY_SHARE = 0.7

/** Whether the generator itself was at its limit. */
export interface GeneratorLoad {
  /** Of one core, over the measured time: user and system. */
  cpuShare: number
  /** How late packets left, beside their time by the clock. */
  lateP99Ms: number
  lateMaxMs: number
  isBottleneck: boolean
}

/** From the parent to the generator comes one `Task`; back come these. */
export type FromGenerator =
  | { type: 'progress'; progress: Progress }
  /** The phase has begun. */
  | { type: 'phase'; phase: Phase }
  | { type: 'done'; measurement: Measurement }
  | { type: 'failed'; message: string; failures: Record<string, number> }
