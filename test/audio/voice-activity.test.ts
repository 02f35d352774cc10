/** Telling speech from what is not: against a recording, noise, hum and nothing. */

import { describe, expect, it } from 'vitest'
import { levelOf } from '../../src/audio/level.ts'
import { FRAME_SAMPLES } from '../../src/audio/pcm.ts'
import { VoiceActivity } from '../../src/audio/voice-activity.ts'
import { noise, sine } from '../support/tone.ts'
import { readWav } from '../support/wav.ts'

const speech = readWav(new URL('../support/speech.wav', import.meta.url)).samples

function framesOf(samples: Float32Array): Float32Array[] {
  const count = Math.floor(samples.length / FRAME_SAMPLES)
  return Array.from({ length: count }, (_, index) => samples.slice(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES))
}

const mixed = (a: Float32Array, b: Float32Array) => a.map((sample, index) => sample + (b[index] ?? 0))

/** Whether each frame was taken for speech. */
function judge(samples: Float32Array, activity = new VoiceActivity()): boolean[] {
  return framesOf(samples).map((frame) => activity.push(frame))
}

const share = (judgements: boolean[]) => judgements.filter(Boolean).length / judgements.length
const seconds = (count: number) => count * 48_000

describe('speech', () => {
  it('is noticed within its first 20 ms', () => {
    const frames = framesOf(speech)
    const begin = frames.findIndex((frame) => levelOf(frame) < 45)
    expect(judge(speech).indexOf(true)).toBe(begin)
  })

  it('is kept whole, with the pauses between its words', () => {
    const judgements = judge(speech)
    const begin = judgements.indexOf(true)
    const end = framesOf(speech).findLastIndex((frame) => levelOf(frame) < 50)
    expect(judgements.slice(begin, end + 1)).not.toContain(false)
  })

  it.each([
    ['−60 dBov', 0.001],
    ['−50 dBov', 0.0032],
    ['−40 dBov', 0.01],
  ])('is kept in noise of %s', (_, rms) => {
    const inNoise = mixed(speech, noise(rms, speech.length))
    const loud = framesOf(speech).map((frame) => levelOf(frame) < 28)
    const judgements = judge(inNoise)
    expect(judgements.filter((speaks, index) => loud[index] && !speaks).length).toBe(0)
  })

  it('lasts 500 ms longer than the last voice in it', () => {
    const activity = new VoiceActivity()
    judge(new Float32Array(seconds(1)), activity)
    judge(sine(300, 0.2, FRAME_SAMPLES * 5), activity)
    const after = judge(new Float32Array(seconds(1)), activity)
    expect(after.indexOf(false)).toBeGreaterThanOrEqual(24)
    expect(after.indexOf(false)).toBeLessThanOrEqual(26)
  })
})

describe('not speech', () => {
  it('is digital silence', () => {
    expect(share(judge(new Float32Array(seconds(3))))).toBe(0)
  })

  it.each([
    ['−60 dBov', 0.001],
    ['−45 dBov', 0.0056],
    ['−35 dBov', 0.018],
  ])('is steady noise of %s, once it has been heard for two seconds', (_, rms) => {
    const activity = new VoiceActivity()
    judge(noise(rms, seconds(3)), activity)
    expect(share(judge(noise(rms, seconds(10), 2), activity))).toBe(0)
  })

  it('is the hum of the mains', () => {
    expect(share(judge(sine(50, 0.01, seconds(3))))).toBe(0)
  })

  it('is a device that delivers no numbers, and it is over when that is', () => {
    const activity = new VoiceActivity()
    expect(share(judge(new Float32Array(seconds(1)).fill(Number.NaN), activity))).toBe(0)
    expect(judge(sine(300, 0.2, FRAME_SAMPLES * 5), activity)).toContain(true)
  })
})
