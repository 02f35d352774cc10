/**
 * Who receives whom, told from listeners' reports: a speaker whose packets were forwarded and whom a listener's reports
 * do not name is not heard there [W26]. Pure; speakers go by their numbers, as in the reports. What speakers write into
 * their packets plays no part, or one of them could have listeners sent away.
 */

import type { Reception } from '../protocol/client-message.ts'

/** How finely it is remembered when a speaker was forwarded. */
const MARK_EVERY_MS = 500

/** When a speaker was forwarded, and when a listener last said that it arrives. */
interface Track {
  /** Half a second or more apart, ascending. */
  marksMs: number[]
  namedAtMs: number
}

export class Forwarded {
  readonly #tracks = new Map<number, Track>()

  /** A packet of `speaker` was forwarded. */
  note(speaker: number, nowMs: number): void {
    const track = this.#tracks.get(speaker)
    if (track === undefined) {
      this.#tracks.set(speaker, { marksMs: [nowMs], namedAtMs: Number.NEGATIVE_INFINITY })
      return
    }
    if (nowMs - (track.marksMs.at(-1) ?? 0) >= MARK_EVERY_MS) track.marksMs.push(nowMs)
  }

  /** A listener says that `speaker` arrives. */
  named(speaker: number, nowMs: number): void {
    const track = this.#tracks.get(speaker)
    if (track !== undefined) track.namedAtMs = nowMs
  }

  /** Whether anybody has said so since. */
  isNamedSince(speaker: number, fromMs: number): boolean {
    return (this.#tracks.get(speaker)?.namedAtMs ?? Number.NEGATIVE_INFINITY) >= fromMs
  }

  speakers(): IterableIterator<number> {
    return this.#tracks.keys()
  }

  has(speaker: number): boolean {
    return this.#tracks.has(speaker)
  }

  /** Was anything of `speaker` forwarded between the two, to the half second? */
  wasBetween(speaker: number, fromMs: number, toMs: number): boolean {
    return this.#tracks.get(speaker)?.marksMs.some((atMs) => atMs > fromMs && atMs <= toMs) ?? false
  }

  /** What is older than this tells nothing any more. */
  forgetBefore(fromMs: number): void {
    for (const [speaker, track] of this.#tracks) {
      track.marksMs = track.marksMs.filter((atMs) => atMs >= fromMs)
      if (track.marksMs.length === 0) this.#tracks.delete(speaker)
    }
  }
}

/** One listener's side: what it says it has received, since it has been served. */
export class Listening {
  /** When a report last named a speaker. */
  readonly #namedAtMs = new Map<number, number>()
  #servedSinceMs: number
  /** Speakers who do not arrive, by the last report. */
  readonly missing = new Set<number>()
  /** Its side was mended, and it has not heard everybody since. */
  isMended = false

  constructor(servedSinceMs: number) {
    this.#servedSinceMs = servedSinceMs
  }

  /** What was sent before this does not count: it was not served, or not as now. */
  servedSince(nowMs: number): void {
    this.#servedSinceMs = nowMs
  }

  /**
   * A report has come: answers whom it misses, of those who were forwarded two of its intervals ago and have not been
   * named since. `self` is the listener's own number.
   */
  reported(
    speakers: readonly Reception[],
    forwarded: Forwarded,
    { self, reportEveryMs }: { self: number; reportEveryMs: number },
    nowMs: number,
  ): number[] {
    for (const { member, received } of speakers) if (received > 0) this.#named(member, forwarded, nowMs)
    const toMs = nowMs - 2 * reportEveryMs
    const missed: number[] = []
    for (const speaker of forwarded.speakers()) {
      const fromMs = Math.max(this.#servedSinceMs, this.#namedAtMs.get(speaker) ?? Number.NEGATIVE_INFINITY)
      if (speaker !== self && forwarded.wasBetween(speaker, fromMs, toMs)) missed.push(speaker)
    }
    for (const speaker of missed) this.missing.add(speaker)
    this.#forgetAllBut(forwarded)
    if (this.missing.size === 0) this.isMended = false
    return missed
  }

  #named(speaker: number, forwarded: Forwarded, nowMs: number): void {
    if (!forwarded.has(speaker)) return
    forwarded.named(speaker, nowMs)
    this.#namedAtMs.set(speaker, nowMs)
    this.missing.delete(speaker)
  }

  #forgetAllBut(forwarded: Forwarded): void {
    for (const speaker of this.#namedAtMs.keys()) if (!forwarded.has(speaker)) this.#namedAtMs.delete(speaker)
    for (const speaker of this.missing) if (!forwarded.has(speaker)) this.missing.delete(speaker)
  }
}
