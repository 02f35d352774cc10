/**
 * Where a draft goes on, with the real codec: a decoder hears no more of that place than of a pause within one recording. The
 * codec of a later visit knows nothing of what an earlier one encoded.
 */

import { beforeAll, describe, expect, it } from 'vitest'
import { levelOf } from '../../../src/audio/level.ts'
import { FRAME_MS, FRAME_SAMPLES, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../../src/audio/pcm.ts'
import { RecordingCapture } from '../../../src/audio/recording-capture.ts'
import { MemoryFile } from '../../../src/client/messages/byte-file.ts'
import { RecordingFile } from '../../../src/client/messages/recording-file.ts'
import { makeOpusEncoder } from '../../../src/client/opus.ts'
import { LOOK_AHEAD_GRANULES } from '../../../src/clips/opus-head.ts'
import { readClip } from '../../../src/clips/read-clip.ts'
import { decoded } from '../../support/kept-clips.ts'
import { readWav } from '../../support/wav.ts'

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1_000
/** 30 dB below these words. */
const SILENT_DBOV = 50
/** Nine takes are a second of work for a machine that has nothing else to do. */
const BUSY_MACHINE_MS = 30_000
const TAGS = { serial: 7, comments: {} }
const speech = readWav(new URL('../../support/speech.wav', import.meta.url)).samples
/** A second of speech from there on. */
const from = (second: number): Float32Array => speech.subarray(second * SAMPLE_RATE_HZ, (second + 1) * SAMPLE_RATE_HZ)
/** Each ends in the middle of a vowel and goes on in the middle of another: as bad as it gets. */
const CUTS = [0.55, 2.25, 5.7].map((second, cut) => ({
  before: from(second),
  after: from([7.2, 0.75, 2][cut] as number),
}))
/** A frame at most is filled up, and what the codec holds back comes behind it. */
const PAUSE_GAP_MS = FRAME_MS + LOOK_AHEAD_GRANULES / SAMPLES_PER_MS

interface Heard {
  samples: Float32Array
  /** Where the second part begins. */
  seamAt: number
}

/** One take into a file, with a codec of its own, or with that of the part before. */
async function capture(file: RecordingFile, goesOn = false): Promise<RecordingCapture> {
  const write = ({ payload, level, heard }: { payload: Uint8Array<ArrayBuffer>; level: number; heard: boolean }) =>
    file.add({ payload: payload.buffer, level, heard })
  const options = { trim: false, goesOn, lookAheadSamples: LOOK_AHEAD_GRANULES }
  const taken = new RecordingCapture({ write, measured: () => undefined }, options)
  taken.encoder = await makeOpusEncoder()
  return taken
}

function say(taken: RecordingCapture, samples: Float32Array): void {
  for (let at = 0; at < samples.length; at += QUANTUM_SAMPLES) taken.push(samples.subarray(at, at + QUANTUM_SAMPLES))
}

async function heardIn(file: RecordingFile, seamAt: number): Promise<Heard> {
  file.seal()
  const { packets, preSkip } = await readClip(file.sealed())
  return { samples: (await decoded(packets)).subarray(preSkip), seamAt }
}

async function paused(before: Float32Array, after: Float32Array): Promise<Heard> {
  const file = RecordingFile.begin(new MemoryFile(), new MemoryFile(), TAGS, false)
  const taken = await capture(file)
  say(taken, before)
  file.pause(taken.flush())
  const seamAt = file.levels.length * FRAME_SAMPLES
  say(taken, after)
  file.pause(taken.flush())
  return heardIn(file, seamAt)
}

/** `crashed`: nobody stopped the first part; else its tab was closed behind a pause. */
async function goneOnWith(before: Float32Array, after: Float32Array, crashed: boolean): Promise<Heard> {
  const [audio, levels] = [new MemoryFile(), new MemoryFile()]
  const first = RecordingFile.begin(audio, levels, TAGS, false)
  const taken = await capture(first)
  say(taken, before)
  if (!crashed) first.pause(taken.flush())
  const file = RecordingFile.find(audio, levels, false) as RecordingFile
  file.reopen()
  const seamAt = file.levels.length * FRAME_SAMPLES
  const again = await capture(file, true)
  say(again, after)
  file.pause(again.flush())
  return heardIn(file, seamAt)
}

/** The sharpest bend of a wave between two samples: a click has one that its speech has nowhere. */
function sharpestBend(samples: Float32Array): number {
  let most = 0
  samples.slice(2).forEach((sample, at) => {
    const [before, first] = [samples[at + 1] as number, samples[at] as number]
    most = Math.max(most, Math.abs(sample - 2 * before + first))
  })
  return most
}

/** Within 10 ms of where both parts meet, in the decoder's time. */
const atSeam = ({ samples, seamAt }: Heard): Float32Array =>
  samples.subarray(seamAt - LOOK_AHEAD_GRANULES - 10 * SAMPLES_PER_MS, seamAt + 10 * SAMPLES_PER_MS)

/** For how long nothing is heard around there. */
function gapMs({ samples, seamAt }: Heard): number {
  const around = samples.subarray(seamAt - 40 * SAMPLES_PER_MS, seamAt + 40 * SAMPLES_PER_MS)
  const moments = Array.from({ length: 80 }, (_, ms) => around.subarray(ms * SAMPLES_PER_MS, (ms + 1) * SAMPLES_PER_MS))
  return moments.filter((moment) => levelOf(moment) > SILENT_DBOV).length
}

/** Whatever is encoded twice comes out a little different. */
const ALIKE = 1.1

let pauses: Heard[]
beforeAll(async () => {
  pauses = await Promise.all(CUTS.map(({ before, after }) => paused(before, after)))
}, BUSY_MACHINE_MS)

describe.each([
  { how: 'a closed tab', crashed: false },
  { how: 'a crash', crashed: true },
])('after $how', ({ crashed }) => {
  let seams: Heard[]
  beforeAll(async () => {
    seams = await Promise.all(CUTS.map(({ before, after }) => goneOnWith(before, after, crashed)))
  }, BUSY_MACHINE_MS)

  it.each([...CUTS.keys()])('there is no click that neither a pause nor the words themselves have (cut %i)', (cut) => {
    const [pause, seam] = [pauses[cut] as Heard, seams[cut] as Heard]
    const { before, after } = CUTS[cut] as (typeof CUTS)[number]
    const known = Math.max(sharpestBend(atSeam(pause)), sharpestBend(before), sharpestBend(after))
    expect(sharpestBend(atSeam(seam))).toBeLessThan(ALIKE * known)
  })

  it('there is no gap that a pause could not have', () => {
    expect(Math.max(...seams.map(gapMs))).toBeLessThanOrEqual(PAUSE_GAP_MS)
  })
})
