/**
 * What is said: as many minutes of talk as a trial takes, from the phrases of test/support/speech.wav in other orders,
 * pitches, volumes and with other pauses, over the faint noise of a room. The same seed says the same.
 */

import { SAMPLE_RATE_HZ, samplesIn } from '../../src/audio/pcm.ts'
import { Resampler } from '../../src/audio/resampler.ts'
import { seededRandom } from '../../test/support/tone.ts'
import { readWav } from '../../test/support/wav.ts'

const SPEECH = new URL('../../test/support/speech.wav', import.meta.url)
/** The pauses that part the file's phrases are 450 ms of zeros. */
const LEAST_PAUSE_SAMPLES = samplesIn(300)
/** Pitch and pace together: from a low slow voice to a high quick one. */
const SPEEDS = [0.88, 1, 1.14]
/** −70 dBFS: a quiet room, below what counts as voice. */
const NOISE_PEAK = 10 ** (-70 / 20) * Math.sqrt(3)
/** Most phrases follow each other closely, as in one spurt; after some the gate shuts. */
const SHORT_PAUSE_MS = [100, 450] as const
const LONG_PAUSE_MS = [800, 2_500] as const
const LONG_PAUSE_SHARE = 0.5

export function talkOf(minutes: number, seed = 1): Float32Array {
  const random = seededRandom(seed)
  const between = ([from, to]: readonly [number, number]) => from + (to - from) * random()
  const phrases = phrasesOf(readWav(SPEECH).samples)
  const made = new Map<string, Float32Array>()
  const voiced = (index: number, speed: number): Float32Array => {
    const known = made.get(`${index} ${speed}`) ?? atSpeed(phrases[index] ?? new Float32Array(0), speed)
    made.set(`${index} ${speed}`, known)
    return known
  }
  const talk = new Float32Array(Math.round(minutes * 60 * SAMPLE_RATE_HZ))
  for (let at = 0; at < talk.length; at += 1) talk[at] = NOISE_PEAK * (2 * random() - 1)
  for (let at = samplesIn(500); at < talk.length; ) {
    const phrase = voiced(Math.floor(random() * phrases.length), SPEEDS[Math.floor(random() * SPEEDS.length)] ?? 1)
    addTo(talk, phrase, at, between([0.5, 1]))
    const pauseMs = between(random() < LONG_PAUSE_SHARE ? LONG_PAUSE_MS : SHORT_PAUSE_MS)
    at += phrase.length + Math.round(samplesIn(pauseMs))
  }
  return talk
}

const atSpeed = (phrase: Float32Array, speed: number): Float32Array =>
  new Resampler(SAMPLE_RATE_HZ * speed, SAMPLE_RATE_HZ).push(phrase).slice()

function addTo(talk: Float32Array, phrase: Float32Array, at: number, gain: number): void {
  const length = Math.min(phrase.length, talk.length - at)
  for (let index = 0; index < length; index += 1) {
    talk[at + index] = (talk[at + index] ?? 0) + gain * (phrase[index] ?? 0)
  }
}

/** The stretches between long runs of zeros. */
export function phrasesOf(samples: Float32Array): Float32Array[] {
  const phrases: Float32Array[] = []
  let from = -1
  let silentSince = 0
  for (let at = 0; at <= samples.length; at += 1) {
    if (at < samples.length && samples[at] !== 0) {
      if (from === -1) from = at
      silentSince = at + 1
    } else if (from !== -1 && (at === samples.length || at - silentSince >= LEAST_PAUSE_SAMPLES)) {
      phrases.push(samples.slice(from, silentSince))
      from = -1
    }
  }
  return phrases
}
