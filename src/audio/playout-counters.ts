/** What became of one speaker's audio here, for statistics: milliseconds since the first packet, and where things stand. */

export interface PlayoutCounters {
  /** Played as it was sent. */
  playedMs: number
  /** Made up: lost, or not here in time. */
  concealedMs: number
  /** Lost, but brought by the packet behind it. */
  recoveredMs: number
  /** Arrived when it had been made up already. */
  lateMs: number
  /** Arrived, and left out: older than anybody wants to hear, or a pause while catching up. */
  droppedMs: number
  /** Time added by repeating periods, less the time taken away by leaving some out. */
  stretchedMs: number
}

export interface PlayoutStatistics extends Readonly<PlayoutCounters> {
  /** How much later than by the fastest packet the audio is heard that is played now; as it was when nothing is. */
  delayMs: number
  /** What it ought to be. */
  targetMs: number
  /** RFC 3550's interarrival jitter. */
  jitterMs: number
  /** How much faster the speaker's clock runs than this one. */
  driftPpm: number
}

export function zeroCounters(): PlayoutCounters {
  return { playedMs: 0, concealedMs: 0, recoveredMs: 0, lateMs: 0, droppedMs: 0, stretchedMs: 0 }
}
