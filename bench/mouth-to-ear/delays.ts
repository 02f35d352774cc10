/** From two recordings of the same chirps to the delays between them. */

import { type Recording, wallClockMs } from '../../test/support/audio-taps.ts'
import { findChirps } from '../../test/support/chirps.ts'

/** Chirps are this far apart: no delay worth measuring is longer, so each has one partner. */
export const CHIRP_EVERY_MS = 1000

/** Milliseconds from each chirp that was said to when it was heard, in order. */
export function delaysMs(said: Recording, heard: Recording): number[] {
  const saidAtMs = momentsOf(said)
  const heardAtMs = momentsOf(heard)
  return saidAtMs.flatMap((atMs) => {
    const answer = heardAtMs.find((candidate) => candidate >= atMs && candidate < atMs + CHIRP_EVERY_MS)
    return answer === undefined ? [] : [answer - atMs]
  })
}

const momentsOf = (recording: Recording): number[] =>
  findChirps(recording.samples, recording.sampleRateHz, CHIRP_EVERY_MS).map((at) => wallClockMs(recording, at))
