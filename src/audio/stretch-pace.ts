/**
 * How much may be left out or repeated just now, so that playing comes back to the target and nobody hears it hurry: pauses
 * first and at once, speech by a tenth at most, and by a quarter when far behind.
 */

import { samplesIn } from './pcm.ts'
import { LONGEST, type TimeStretch } from './time-stretch.ts'

/** Less is left alone: the shortest period, and what arrivals are rounded by. */
const TOLERANCE_MS = 5
/** In a pause any length can be made good: what arrivals are rounded by is left alone. */
const TOLERANCE_IN_PAUSE_MS = 2
const SPEECH_SHARE = 0.1
const EMERGENCY_SHARE = 0.25
/** Further behind than this is an emergency: a conversation stumbles over it, and a hurried word is the lesser evil. */
const EMERGENCY_MS = 40
/** libwebrtc accepts a joint where the places are this much alike, and in an emergency half so. */
const ALIKE = 0.9
const ALIKE_IN_EMERGENCY = 0.5
/** An emergency that lasts so long ends with whatever joint is the best. */
const PATIENCE_SAMPLES = samplesIn(500)

export class StretchPace {
  /** Samples that may be left out or repeated now. */
  #allowance: number = LONGEST
  #emergencySamples = 0

  /** Has `stretch`, to which `added` samples came, make good for `surplusMs`: too late when positive. Returns samples added. */
  adjust(stretch: TimeStretch, surplusMs: number, added: number): number {
    const isEmergency = surplusMs > EMERGENCY_MS
    this.#emergencySamples = isEmergency ? this.#emergencySamples + added : 0
    this.#allowance = Math.min(LONGEST, this.#allowance + added * (isEmergency ? EMERGENCY_SHARE : SPEECH_SHARE))
    if (Math.abs(surplusMs) < TOLERANCE_IN_PAUSE_MS) return 0
    if (stretch.isQuiet) return settle(stretch, surplusMs)
    if (Math.abs(surplusMs) < TOLERANCE_MS) return 0
    return surplusMs > 0 ? -this.#shorten(stretch, surplusMs, isEmergency) : this.#lengthen(stretch, -surplusMs)
  }

  #shorten(stretch: TimeStretch, surplusMs: number, isEmergency: boolean): number {
    const wanted = Math.round(samplesIn(surplusMs))
    const likeness = this.#emergencySamples > PATIENCE_SAMPLES ? -1 : isEmergency ? ALIKE_IN_EMERGENCY : ALIKE
    return this.#pay(stretch.shorten(this.#bounded(wanted), likeness))
  }

  #lengthen(stretch: TimeStretch, lackMs: number): number {
    const wanted = Math.round(samplesIn(lackMs))
    return this.#pay(stretch.lengthen(this.#bounded(wanted), ALIKE))
  }

  /** A period may overshoot by as much as is left alone. */
  #bounded(wanted: number): number {
    return Math.floor(Math.min(wanted + samplesIn(TOLERANCE_MS) / 2, this.#allowance))
  }

  #pay(samples: number): number {
    this.#allowance -= samples
    return samples
  }
}

/** A pause becomes as long as it ought to be. */
function settle(stretch: TimeStretch, surplusMs: number): number {
  const wanted = Math.round(samplesIn(Math.abs(surplusMs)))
  return surplusMs > 0 ? -stretch.leaveOut(wanted) : stretch.linger(wanted)
}
