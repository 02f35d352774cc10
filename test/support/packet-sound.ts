/**
 * What packets hold: decoded to the samples that were captured, each at its own place in time, so that a gap can be
 * measured to the millisecond. What no packet brought is silence.
 */

import { createDecoder } from 'libopus-wasm'
import { SAMPLE_RATE_HZ, samplesIn } from '../../src/audio/pcm.ts'
import { type Packet, SLOT_MS } from '../../src/protocol/packet.ts'

const WINDOW_MS = 1
/** Below a tenth of what is usual a noise is off, not low. */
const QUIET_SHARE = 0.1

export interface PacketSound {
  firstSlot: number
  samples: Float32Array
}

export async function decoded(packets: readonly Packet[]): Promise<PacketSound> {
  const sounding = packets.filter(({ payload }) => payload.length > 0)
  const [first, last] = [sounding[0], sounding.at(-1)]
  if (first === undefined || last === undefined) return { firstSlot: 0, samples: new Float32Array() }
  const decoder = await createDecoder({ sampleRate: SAMPLE_RATE_HZ, channels: 1 })
  const samples = new Float32Array(samplesIn((last.slot - first.slot) * SLOT_MS + last.durationMs))
  for (const { slot, payload } of sounding) {
    samples.set(decoder.decodeFloat(payload), samplesIn((slot - first.slot) * SLOT_MS))
  }
  decoder.free()
  return { firstSlot: first.slot, samples }
}

/** The longest stretch of quiet between two slots, in ms. */
export function longestQuietMs({ firstSlot, samples }: PacketSound, fromSlot: number, toSlot: number): number {
  const usual = rms(samples)
  const at = (slot: number) => samplesIn((slot - firstSlot) * SLOT_MS)
  const window = samplesIn(WINDOW_MS)
  let [longest, quiet] = [0, 0]
  for (let from = at(fromSlot); from < at(toSlot); from += window) {
    quiet = rms(samples.subarray(from, from + window)) < QUIET_SHARE * usual ? quiet + WINDOW_MS : 0
    longest = Math.max(longest, quiet)
  }
  return longest
}

export const rms = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
