/**
 * Two clocks that differ by 300 ppm, for half an hour: the delay must stay, and what is put in or left out must not click.
 * A click is a step between samples that the source never takes nearby.
 */

import { SAMPLE_RATE_HZ, samplesIn } from '../../../src/audio/pcm.ts'
import { BITRATE } from '../../../src/client/opus.ts'
import { median, round } from '../../statistics.ts'
import { ADAPTIVE } from '../buffers.ts'
import { makeVoiceEncoder } from '../codec.ts'
import { secondsOf } from '../link.ts'
import { play } from '../scene.ts'
import { talkOf } from '../talk.ts'
import { readTrace } from '../trace-files.ts'

const MINUTES = 30
const TRACES = ['drift-plus', 'drift-minus']
/** Delays are looked at in pieces of a minute, for one packet's jitter is none of the clock's doing. */
const PIECE_MS = 60_000
/** Steps are compared with the source's largest within this distance of where the sound comes from. */
const NEARBY_MS = 100
/** A step of less than this, of full scale, is heard by nobody. */
const FAINT_STEP = 0.01

export interface DriftResult {
  trace: string
  minutes: number
  /** Of the medians of each minute. */
  leastMs: number
  mostMs: number
  /** The largest step between two samples, in steps of the source nearby. */
  worstStep: number
}

export async function tryDrift(minutes: number): Promise<DriftResult[]> {
  const results: DriftResult[] = []
  const lastsMinutes = Math.min(MINUTES, 10 * minutes)
  const talk = talkOf(lastsMinutes)
  for (const name of TRACES) {
    const encoder = await makeVoiceEncoder({ bitrate: BITRATE, expectedLossPercent: 0 })
    const trace = readTrace(name)
    const { samples, account } = await play({ talk, encoder, trace, buffer: ADAPTIVE })
    const pieces = Map.groupBy(account.sounded, ({ fromMs }) => Math.floor(fromMs / PIECE_MS))
    const mediansMs = [...pieces.values()].map((piece) => median(piece.map(({ delayMs }) => delayMs)))
    results.push({
      trace: name,
      minutes: lastsMinutes,
      leastMs: round(Math.min(...mediansMs), 1),
      mostMs: round(Math.max(...mediansMs), 1),
      worstStep: round(worstStep(talk, samples, median(mediansMs), secondsOf(trace.driftPpm)), 2),
    })
  }
  return results
}

/** `seconds` is how long the listener calls what the speaker calls one. */
function worstStep(said: Float32Array, heard: Float32Array, delayMs: number, seconds: number): number {
  const piece = samplesIn(NEARBY_MS)
  const delay = Math.round((delayMs * SAMPLE_RATE_HZ) / 1000)
  const steps = largestSteps(said, piece)
  let worst = 0
  largestSteps(heard.subarray(delay), piece).forEach((step, index) => {
    const from = Math.round(index / seconds)
    const nearby = Math.max(...steps.slice(Math.max(0, from - 1), from + 2), FAINT_STEP)
    worst = Math.max(worst, step / nearby)
  })
  return worst
}

/** The largest step in each piece of so many samples. */
function largestSteps(samples: Float32Array, piece: number): number[] {
  const steps = new Array<number>(Math.ceil(samples.length / piece)).fill(0)
  for (let at = 1; at < samples.length; at += 1) {
    const step = Math.abs((samples[at] as number) - (samples[at - 1] as number))
    const index = Math.floor(at / piece)
    if (step > (steps[index] as number)) steps[index] = step
  }
  return steps
}
