/** From two recordings of the same chirps to the delays between them. */

import { type Recording, wallClockMs } from '../../test/support/audio-taps.ts'
import { findChirps } from '../../test/support/chirps.ts'
import type { Session } from './figures.ts'

/** Chirps are this far apart: no delay worth measuring is longer, so each has one partner. */
export const CHIRP_EVERY_MS = 1000

/** Milliseconds from each chirp that was said to when it was heard, in order, of those that were. */
export function delaysMs(said: Recording, heard: Recording): Session {
  const lastMs = wallClockMs(heard, heard.samples.length - 1) - CHIRP_EVERY_MS
  const saidAtMs = momentsOf(said).filter((atMs) => atMs < lastMs)
  const heardAtMs = momentsOf(heard)
  const delays = saidAtMs.flatMap((atMs) => {
    const answer = heardAtMs.find((candidate) => candidate >= atMs && candidate < atMs + CHIRP_EVERY_MS)
    return answer === undefined ? [] : [answer - atMs]
  })
  return { delaysMs: delays, said: saidAtMs.length }
}

const momentsOf = (recording: Recording): number[] =>
  findChirps(recording.samples, recording.sampleRateHz, CHIRP_EVERY_MS).map((at) => wallClockMs(recording, at))
