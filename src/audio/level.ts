/** How loud samples are, as the wire says it. */

import { SILENT_LEVEL } from '../protocol/packet.ts'

/** RFC 6464 §3: the mean power in −dBov, 0 for a full-scale square wave, 127 for silence. */
export function levelOf(samples: Float32Array): number {
  return levelOfPower(powerOf(samples))
}

/** Mean of the squares: 1 for a full-scale square wave. A broken device may deliver what is not a number: that is silence. */
export function powerOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return Number.isFinite(sum) && samples.length > 0 ? sum / samples.length : 0
}

/** As many samples at full scale, one behind the other or not, are no chance: the converter could not go further. */
const CLIPPED_SAMPLES = 4
const FULL_SCALE = 0.99

/** Whether a frame was louder than its converter could tell. */
export function isClipped(samples: Float32Array): boolean {
  let count = 0
  for (const sample of samples) if (Math.abs(sample) >= FULL_SCALE) count += 1
  return count >= CLIPPED_SAMPLES
}

export function levelOfPower(power: number): number {
  if (power === 0) return SILENT_LEVEL
  return Math.max(0, Math.min(SILENT_LEVEL, Math.round(-decibels(power))))
}

/** Power relative to full scale, in dB: 0 or less. */
export const decibels = (power: number): number => 10 * Math.log10(power)
