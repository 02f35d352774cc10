/**
 * How far a person has listened to clips, and what the others are to be told of it: that one was heard, once, or how much
 * of it when they stop before. Pure.
 */

import { SoundedClips } from './sounded.ts'

/** Whoever has listened to this much of a clip has heard it. */
const HEARD_SHARE = 0.9
/** Less was a slip of the finger. */
const LISTENED_FROM_MS = 1_000

export interface Told {
  heard(clip: string): void
  /** Not all of it, and they have stopped. */
  partly(clip: string, uptoMs: number): void
}

export class Listened {
  readonly #sounded: SoundedClips
  readonly #tell: Told
  /** What the others know already. */
  readonly #told = new Map<string, number>()
  #isHeard = false

  /** `beforeMs`: where one stopped in another visit. */
  constructor(beforeMs: (clip: string) => number, tell: Told) {
    this.#sounded = new SoundedClips(beforeMs)
    this.#tell = tell
  }

  /** To be called before a clip is searched: what another visit listened to is not what is searched now. */
  meet(clip: string): void {
    this.#sounded.of(clip)
  }

  begin(clip: string, fromMs: number): void {
    this.#isHeard = false
    this.goTo(clip, fromMs)
  }

  goTo(clip: string, ms: number): void {
    this.#sounded.of(clip).goTo(ms)
  }

  /** It has sounded to this position, and is heard where enough of it has. */
  reach(clip: string, positionMs: number, durationMs: number): void {
    const sounded = this.#sounded.of(clip)
    sounded.reach(positionMs)
    if (this.#isHeard || durationMs === 0 || sounded.ms < HEARD_SHARE * durationMs) return
    this.#isHeard = true
    this.#tell.heard(clip)
  }

  stop(clip: string): void {
    const uptoMs = Math.floor(this.#sounded.of(clip).ms)
    if (this.#isHeard || uptoMs < LISTENED_FROM_MS || uptoMs <= (this.#told.get(clip) ?? 0)) return
    this.#told.set(clip, uptoMs)
    this.#tell.partly(clip, uptoMs)
  }
}
