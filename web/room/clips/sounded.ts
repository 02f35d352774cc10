/**
 * How much of each clip has sounded, whichever way its listener went through it: nothing counts twice, and nothing that was
 * skipped. Pure.
 */

type Stretch = readonly [fromMs: number, toMs: number]

export class Sounded {
  #stretches: readonly Stretch[] = []
  #now: Stretch

  /** `untilMs`: what sounded of it before, in another visit. */
  constructor(untilMs: number) {
    this.#now = [0, untilMs]
  }

  /** It goes on from here, without what lies between. */
  goTo(ms: number): void {
    this.#stretches = merged([...this.#stretches, this.#now])
    this.#now = [ms, ms]
  }

  /** It has sounded to here. */
  reach(ms: number): void {
    const [fromMs, toMs] = this.#now
    this.#now = [fromMs, Math.max(toMs, ms)]
  }

  get ms(): number {
    return merged([...this.#stretches, this.#now]).reduce((sum, [fromMs, toMs]) => sum + toMs - fromMs, 0)
  }
}

export class SoundedClips {
  readonly #clips = new Map<string, Sounded>()
  readonly #beforeMs: (clip: string) => number

  /** `beforeMs`: where one stopped in another visit; one had listened until then. */
  constructor(beforeMs: (clip: string) => number) {
    this.#beforeMs = beforeMs
  }

  of(clip: string): Sounded {
    const sounded = this.#clips.get(clip) ?? new Sounded(this.#beforeMs(clip))
    this.#clips.set(clip, sounded)
    return sounded
  }
}

function merged(stretches: readonly Stretch[]): Stretch[] {
  const apart: Stretch[] = []
  for (const [fromMs, toMs] of stretches.toSorted(([a], [b]) => a - b)) {
    const last = apart.at(-1)
    if (last !== undefined && fromMs <= last[1]) apart[apart.length - 1] = [last[0], Math.max(last[1], toMs)]
    else apart.push([fromMs, toMs])
  }
  return apart
}
