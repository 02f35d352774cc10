/**
 * The one form in which sound is handled between microphone and codec, and between codec and speakers: mono, 48 kHz,
 * 32-bit floats from −1 to 1. Everything in this folder is pure: samples and times are arguments.
 */

import { SLOT_MS } from '../protocol/packet.ts'

/** RFC 6716 §2.1.1: Opus runs at 48 kHz inside, whatever goes in. */
export const SAMPLE_RATE_HZ = 48_000
const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000
/** RFC 6716 §2.1.4: below 20 ms the codec loses efficiency, above it gains little and delays more. */
export const FRAME_MS = 20
export const FRAME_SAMPLES = FRAME_MS * SAMPLES_PER_MS
export const FRAME_SLOTS = FRAME_MS / SLOT_MS
export const SLOT_SAMPLES = SLOT_MS * SAMPLES_PER_MS
/** Web Audio API §2.1: the audio thread works in blocks of this many samples. */
export const QUANTUM_SAMPLES = 128

export const samplesIn = (durationMs: number): number => durationMs * SAMPLES_PER_MS

/** The first `count` samples; of a whole block the block itself, as the audio thread is to make nothing for each quantum. */
export const firstOf = (block: Float32Array, count: number): Float32Array =>
  count === block.length ? block : block.subarray(0, count)
