/**
 * The samples of one speaker that are decoded and not played yet, and those just played: where playing runs late or early,
 * it leaves out or repeats a whole number of pitch periods, so that neither pitch nor sound changes. WSOLA: W. Verhelst and
 * M. Roelands, "An overlap-add technique based on waveform similarity", 1993.
 *
 * It only knows how; how much and how often is for src/audio/stretch-pace.ts.
 */

import { SAMPLE_RATE_HZ, samplesIn } from './pcm.ts'

/** 400 Hz: above, two periods or more are taken for one. */
const SHORTEST = samplesIn(2.5)
/** 63 Hz: no voice is lower. */
export const LONGEST = samplesIn(16)
/** Over which one place passes into the other. */
export const OVERLAP = samplesIn(5)
/** What lies before the joint and has to be alike as well: with the overlap, a period of a low voice. */
const LOOK_BACK = samplesIn(10)
const HISTORY = LONGEST + LOOK_BACK
/** The first search is at 8 kHz. */
const STRIDE = SAMPLE_RATE_HZ / 8_000
/** −55 dBov: quiet enough that any place passes into any other unheard. */
const QUIET_POWER = 10 ** -5.5
/** A packet of 60 ms, what was left of another, what is repeated, all twice over: moving the samples up is seldom. */
const CAPACITY = 2 * (HISTORY + samplesIn(60 + 60) + LONGEST)

export class TimeStretch {
  readonly #samples = new Float32Array(CAPACITY)
  /** What two channels differ in, of which `#samples` are the mean: whatever becomes of these becomes of those. */
  #side: Float32Array | undefined
  /** The next sample to be played, and the end of those that are there. The history lies before. */
  #at = HISTORY
  #end = HISTORY
  readonly #coarse = new Float32Array(Math.ceil((HISTORY + LONGEST + OVERLAP) / STRIDE))

  get unread(): number {
    return this.#end - this.#at
  }

  /** Takes up to 60 ms, with their side where two channels differ. */
  append(samples: Float32Array, side?: Float32Array): void {
    if (this.#end + samples.length > CAPACITY) this.#moveUp()
    this.#samples.set(samples, this.#end)
    if (side !== undefined) this.#side ??= new Float32Array(CAPACITY)
    if (side !== undefined) this.#side?.set(side, this.#end)
    else this.#side?.fill(0, this.#end, this.#end + samples.length)
    this.#end += samples.length
  }

  /** Copies what is there into `target` from `from` on, until `to`, and its side into `sideTarget`; returns how much that was. */
  read(target: Float32Array, from: number, to: number, sideTarget?: Float32Array): number {
    const count = Math.min(to - from, this.unread)
    copy(this.#samples, this.#at, target, from, count)
    if (sideTarget !== undefined && this.#side !== undefined) copy(this.#side, this.#at, sideTarget, from, count)
    this.#at += count
    return count
  }

  /** Silence was played: nothing before may be repeated. */
  clear(): void {
    this.#at = this.#end = HISTORY
    this.#samples.fill(0, 0, HISTORY)
    this.#side = undefined
  }

  /** Whether two channels differ in what is here. */
  get isWide(): boolean {
    return this.#side !== undefined
  }

  /** Whether the next samples, at least an overlap of them, are a pause. */
  get isQuiet(): boolean {
    return this.unread >= OVERLAP && this.#isQuietBetween(this.#at, this.#end)
  }

  /** Leaves out up to `most` samples of a pause, wherever the joint falls; returns how many. */
  leaveOut(most: number): number {
    const count = Math.min(most, this.unread - OVERLAP)
    return count > 0 ? this.#join(count) : 0
  }

  /** Repeats up to `most` samples of a pause that has lasted so long; returns how many. */
  linger(most: number): number {
    const count = Math.min(most, LONGEST)
    return this.unread >= OVERLAP && this.#isQuietBetween(this.#at - count, this.#at) ? -this.#join(-count) : 0
  }

  /** Leaves out whole periods, `most` samples at most, where a place at least so alike follows; returns how many samples. */
  shorten(most: number, likeness: number): number {
    const longest = Math.min(most, LONGEST, this.unread - OVERLAP)
    const period = this.#findAlike(longest, 1, likeness)
    return period === 0 ? 0 : this.#join(period)
  }

  /** Repeats whole periods, `most` samples at most; returns how many samples. */
  lengthen(most: number, likeness: number): number {
    const period = this.unread < OVERLAP ? 0 : this.#findAlike(Math.min(most, LONGEST), -1, likeness)
    return period === 0 ? 0 : -this.#join(-period)
  }

  /** Playing goes on `offset` samples further, or further back; returns `offset`. */
  #join(offset: number): number {
    crossFade(this.#samples, this.#at, offset)
    if (this.#side !== undefined) crossFade(this.#side, this.#at, offset)
    this.#at += offset
    return offset
  }

  /** The distance, up to `longest`, at which the signal is most alike to here; 0 when nowhere enough. */
  #findAlike(longest: number, direction: 1 | -1, leastLikeness: number): number {
    if (longest < SHORTEST) return 0
    const rough = this.#searchCoarsely(longest, direction)
    let best = 0
    let bestLikeness = leastLikeness
    for (
      let distance = Math.max(SHORTEST, rough - STRIDE);
      distance <= Math.min(longest, rough + STRIDE);
      distance += 1
    ) {
      const likeness = likenessOf(
        this.#samples,
        this.#at - LOOK_BACK,
        direction * distance,
        LOOK_BACK + OVERLAP,
        2, // every other sample is enough to tell
      )
      if (likeness < bestLikeness) continue
      best = distance
      bestLikeness = likeness
    }
    return best
  }

  #searchCoarsely(longest: number, direction: 1 | -1): number {
    const from = this.#at - LOOK_BACK - (direction > 0 ? 0 : longest)
    const count = Math.floor((LOOK_BACK + OVERLAP + longest) / STRIDE)
    for (let index = 0; index < count; index += 1) {
      let sum = 0
      for (let part = 0; part < STRIDE; part += 1) sum += this.#samples[from + index * STRIDE + part] ?? 0
      this.#coarse[index] = sum
    }
    const origin = direction > 0 ? 0 : Math.floor(longest / STRIDE)
    let best = 0
    let bestLikeness = Number.NEGATIVE_INFINITY
    for (let distance = Math.ceil(SHORTEST / STRIDE); distance <= Math.floor(longest / STRIDE); distance += 1) {
      const likeness = likenessOf(this.#coarse, origin, direction * distance, (LOOK_BACK + OVERLAP) / STRIDE, 1)
      if (likeness <= bestLikeness) continue
      best = distance
      bestLikeness = likeness
    }
    return best * STRIDE
  }

  #isQuietBetween(from: number, to: number): boolean {
    const power = powerBetween(this.#samples, from, to) + (this.#side ? powerBetween(this.#side, from, to) : 0)
    return power <= QUIET_POWER
  }

  #moveUp(): void {
    const from = this.#at - HISTORY
    this.#samples.copyWithin(0, from, this.#end)
    this.#side?.copyWithin(0, from, this.#end)
    this.#at -= from
    this.#end -= from
  }
}

function copy(from: Float32Array, at: number, to: Float32Array, toAt: number, count: number): void {
  for (let index = 0; index < count; index += 1) to[toAt + index] = from[at + index] ?? 0
}

/** Passes from what is at `at` to what is `offset` further, there. */
function crossFade(samples: Float32Array, at: number, offset: number): void {
  for (let step = 0; step < OVERLAP; step += 1) {
    const index = offset > 0 ? OVERLAP - 1 - step : step // so that nothing is read after it is written
    const share = (index + 1) / (OVERLAP + 1)
    const there = at + offset + index
    samples[there] = (samples[at + index] ?? 0) * (1 - share) + (samples[there] ?? 0) * share
  }
}

function powerBetween(samples: Float32Array, from: number, to: number): number {
  let sum = 0
  for (let index = from; index < to; index += 1) sum += (samples[index] ?? 0) ** 2
  return to > from ? sum / (to - from) : 0
}

/** Normalised correlation of `count` samples from `at` on with those `offset` further: 1 for the same shape. */
function likenessOf(samples: Float32Array, at: number, offset: number, count: number, step: number): number {
  let product = 0
  let here = 0
  let there = 0
  for (let index = at; index < at + count; index += step) {
    const a = samples[index] ?? 0
    const b = samples[index + offset] ?? 0
    product += a * b
    here += a * a
    there += b * b
  }
  return here === 0 || there === 0 ? 0 : product / Math.sqrt(here * there)
}
