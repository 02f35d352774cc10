/**
 * Listening to a talk while it is spoken: when to begin, how fast to play to stay near the newest sound without running
 * dry, and how far behind one is. Pure; times are arguments.
 *
 * What is said is stored once a second, so sound comes in pieces of a second. Between them the edge of what has come stands
 * still; the *steady edge* is where it would be if each sample came when its piece did at the latest, and moves like a
 * clock. Whoever stays a little behind that never runs dry, and is two seconds behind the mouth at the most: one for the
 * piece, `MARGIN_MS`, and the line.
 */

/** How often what is said is stored and handed on (docs/protocol.md, section 10). */
const PIECE_MS = 1_000
/** What is kept between the position and the steady edge: the jitter of pieces, and what a browser decodes ahead. */
export const MARGIN_MS = 500
const LEAST_MARGIN_MS = 250
/** Above this one catches up, down to the margin itself: one bound for both would let the pace flutter. */
const MOST_MARGIN_MS = 850
/** Chromium reports an underflow some 70 ms before the end of what has come, and from then on waits for more each time. */
const DRY_MS = 220
/** A piece's parts come in a burst. */
const BURST_MS = 200
/** How long a late piece is remembered as what may happen again. */
const REMEMBERED_MS = 4_000

/** Speech stays speech: a second is gained in four, and lost in twelve. */
const FASTER = 1.25
const SLOWER = 0.92
/** Further behind than this, catching up would take half a minute: a person who wants the start keeps the start. */
const CATCH_UP_WITHIN_MS = 6_000

/** `free`: so far behind that the person's own choice of speed holds; `hold`: not yet. */
export type Pace = 'hold' | 'slower' | 'steady' | 'faster' | 'free'

/** The rate to play at. Near the edge nobody hears it faster than it is said. */
export function rateOf(pace: Exclude<Pace, 'hold'>, speed: number): number {
  if (pace === 'free') return speed
  if (pace === 'faster') return Math.max(speed, FASTER)
  return pace === 'slower' ? SLOWER : 1
}

interface Arrival {
  atMs: number
  /** Where the edge was until then, less the time at which it was. */
  offsetMs: number
}

export class LiveEdge {
  /** The newest sound that has come. */
  edgeMs = 0
  #arrivals: Arrival[] = []
  #lastAtMs: number | undefined
  #pace: Pace = 'hold'

  arrived(edgeMs: number, nowMs: number): void {
    const isBurst = this.#lastAtMs !== undefined && nowMs - this.#lastAtMs < BURST_MS
    if (this.#lastAtMs !== undefined && !isBurst) {
      this.#arrivals.push({ atMs: nowMs, offsetMs: this.edgeMs - nowMs })
      this.#arrivals = this.#arrivals.filter(({ atMs }) => nowMs - atMs <= REMEMBERED_MS)
    }
    this.#lastAtMs = nowMs
    this.edgeMs = edgeMs
  }

  /** How to go on from a position. Begins with `hold`, until a piece and the margin are there. */
  pace(positionMs: number, nowMs: number): Pace {
    this.#pace = this.#nextPace(this.edgeMs - positionMs, this.#marginMs(positionMs, nowMs))
    return this.#pace
  }

  /** About how far the mouth is ahead; without jumps, though sound comes in pieces. */
  behindMs(positionMs: number, nowMs: number): number {
    return Math.max(0, this.#marginMs(positionMs, nowMs) + PIECE_MS)
  }

  /** Where to go on for whoever jumps to now. */
  nowPositionMs(nowMs: number): number {
    return Math.max(0, this.#steadyEdgeMs(nowMs) - MARGIN_MS)
  }

  #nextPace(aheadMs: number, marginMs: number): Pace {
    if (this.#pace === 'hold' && aheadMs < PIECE_MS + LEAST_MARGIN_MS - BURST_MS) return 'hold'
    if (aheadMs < DRY_MS) return 'hold'
    if (marginMs > CATCH_UP_WITHIN_MS) return 'free'
    if (marginMs > (this.#pace === 'faster' ? MARGIN_MS : MOST_MARGIN_MS)) return 'faster'
    return marginMs < (this.#pace === 'slower' ? MARGIN_MS : LEAST_MARGIN_MS) ? 'slower' : 'steady'
  }

  #marginMs(positionMs: number, nowMs: number): number {
    return this.#steadyEdgeMs(nowMs) - positionMs
  }

  /** Before anything is known of how pieces come: as if the newest had come this moment. */
  #steadyEdgeMs(nowMs: number): number {
    if (this.#arrivals.length === 0) return this.edgeMs - PIECE_MS + (nowMs - (this.#lastAtMs ?? nowMs))
    const latest = Math.min(...this.#arrivals.map(({ offsetMs }) => offsetMs))
    return Math.min(this.edgeMs, latest + nowMs)
  }
}
