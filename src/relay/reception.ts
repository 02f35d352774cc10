/**
 * Who receives whom, told from listeners' reports: a speaker whose packets were forwarded and who does not show in a
 * listener's reports is not heard there [W26]. Pure; speakers go by their numbers, as in the reports.
 */

import type { Reception } from '../protocol/client-message.ts'

/** What a listener has not received for this long, or for two reports of its own if those take longer, is missing. */
const MISSING_AFTER_MS = 2_000
/** How finely the way of a speaker's slots through time is remembered. */
const MARK_EVERY_MS = 500
/** Marks reach back over two of the longest report intervals, 40 s each in a room of 2,000. */
const MARKS = 200

/** `slot` was forwarded at `atMs`. */
interface Mark {
  slot: number
  atMs: number
}

export class Forwarded {
  readonly #marks = new Map<number, Mark[]>()

  /** A packet of `speaker` was forwarded. */
  note(speaker: number, slot: number, nowMs: number): void {
    const marks = this.#marks.get(speaker)
    if (marks === undefined) {
      this.#marks.set(speaker, [{ slot, atMs: nowMs }])
      return
    }
    const last = marks.at(-1)
    if (last !== undefined && nowMs - last.atMs < MARK_EVERY_MS) return
    marks.push({ slot, atMs: nowMs })
    if (marks.length > MARKS) marks.shift()
  }

  /** `speaker` is not forwarded any more. */
  forget(speaker: number): void {
    this.#marks.delete(speaker)
  }

  has(speaker: number): boolean {
    return this.#marks.has(speaker)
  }

  speakers(): IterableIterator<number> {
    return this.#marks.keys()
  }

  /** The newest slot that was certainly forwarded in this span of time; undefined when there is none. */
  newestBetween(speaker: number, fromMs: number, toMs: number): number | undefined {
    return this.#marks.get(speaker)?.findLast(({ atMs }) => atMs >= fromMs && atMs <= toMs)?.slot
  }
}

/** One listener's side: what it says it has received, since it has been served. */
export class Listening {
  /** Newest slot by speaker. */
  readonly #newest = new Map<number, number>()
  #servedSinceMs: number
  /** Speakers who do not arrive, by the last report. */
  readonly missing = new Set<number>()
  /** How often its side has been mended since it last heard everybody. */
  mended = 0

  constructor(servedSinceMs: number) {
    this.#servedSinceMs = servedSinceMs
  }

  /** What was sent before this does not count: it was not served, or not as now. */
  servedSince(nowMs: number): void {
    this.#servedSinceMs = nowMs
  }

  /** A report has come; answers whether anybody is missing who should not be. */
  reported(
    speakers: readonly Reception[],
    forwarded: Forwarded,
    { self, reportEveryMs }: { self: number; reportEveryMs: number },
    nowMs: number,
  ): boolean {
    for (const { member, slot } of speakers) this.#newest.set(member, slot)
    const toMs = nowMs - Math.max(MISSING_AFTER_MS, 2 * reportEveryMs)
    let isMissing = false
    for (const speaker of forwarded.speakers()) {
      const due = speaker === self ? undefined : forwarded.newestBetween(speaker, this.#servedSinceMs, toMs)
      if (due === undefined) continue // too early to tell: what was known holds
      const arrives = (this.#newest.get(speaker) ?? -1) >= due
      if (arrives) this.missing.delete(speaker)
      else this.missing.add(speaker)
      isMissing ||= !arrives
    }
    this.#forgetAllBut(forwarded)
    if (this.missing.size === 0) this.mended = 0
    return isMissing
  }

  #forgetAllBut(forwarded: Forwarded): void {
    for (const speaker of this.#newest.keys()) {
      if (!forwarded.has(speaker)) this.#newest.delete(speaker)
    }
    for (const speaker of this.missing) if (!forwarded.has(speaker)) this.missing.delete(speaker)
  }
}
