/**
 * Contexts that run at another rate than the codec's 48 kHz, real ones of Chromium: what a microphone says there and what
 * is heard there keeps its pitch and its length, without clicks, and nothing folds back. And a context that takes no
 * track of another rate, as in Firefox. Each rate is recorded once, two at a time, and asked everything afterwards.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Recording } from '../support/audio-taps.ts'
import { amplitudeOf, bestSecond, clicksPerSecond, db, toneNear } from '../support/pure-tones.ts'
import { RateLab, type Source, type Stretch } from '../support/rate-lab.ts'
import { startSdkSite } from '../support/sdk-site.ts'
import type { Site } from '../support/site.ts'
import { Stage } from '../support/stage.ts'
import { sine } from '../support/tone.ts'
import { writeWav } from '../support/wav.ts'

const RATES_HZ = [16_000, 44_100, 96_000] as const
const CODEC_HZ = 48_000
const TONE = { hertz: 1_000, amplitude: 0.3 }
/** Above the range of the codec, and of a context at 16 kHz. */
const TOO_HIGH = { hertz: 30_000, amplitude: 0.3 }
const TOO_HIGH_AT_16_KHZ = { hertz: 12_000, amplitude: 0.3 }
/** Beside what is too high: it hides nothing, and shows that something came. */
const FAINT_TONE = { hertz: 1_000, amplitude: 0.05 }
/** Codec and line, and a bridge, have settled. */
const LISTEN = { settleMs: 700, forMs: 2_000 }
/**
 * Chromium's fake microphone runs 0.14 % fast by itself, and a machine that was busy for a moment has what comes late caught up
 * with, by half a per cent. One rate taken for another is 8 % off at the least.
 */
const PITCH_WITHIN = 0.01

interface Recorded {
  microphone: Float32Array
  tone: Float32Array
  /** The microphone, in a context that takes no track of another rate. */
  bridged: Float32Array
  heard: Recording
  lagsMs: number[]
}

const folder = mkdtempSync(join(tmpdir(), 'earshot-rates-'))
const stage = new Stage()
const recorded = new Map<number, Recorded>()
let site: Site
let foldedAt96: Float32Array
let heardAt16: Recording
let stereo: { both: Float32Array; left: Float32Array }

beforeAll(async () => {
  const says = join(folder, 'tone.wav')
  writeWav(says, { sampleRateHz: CODEC_HZ, samples: sine(TONE.hertz, TONE.amplitude, 10 * CODEC_HZ) })
  await stage.open({ says })
  site = await startSdkSite(stage.server.port)
  const chains = [
    [() => record(16_000), () => record(44_100)],
    [() => record(96_000), recordStereo, recordTooHighAt16],
  ]
  await Promise.all(chains.map(recordInTurn))
})

afterAll(async () => {
  await site?.close()
  await stage.close()
  rmSync(folder, { recursive: true })
})

/** Each again where nothing came of it: a busy machine may not start a page's sound. */
async function recordInTurn(recordings: readonly (() => Promise<void>)[]): Promise<void> {
  for (const one of recordings) await one().catch(one)
}

/** In a page of its own, which goes with it. */
async function inLab<T>(rateHz: number, use: (lab: RateLab) => Promise<T>): Promise<T> {
  const lab = await RateLab.open(await stage.person({ origin: site.origin }), stage.server.origin, rateHz)
  try {
    return await use(lab)
  } finally {
    await lab.close()
  }
}

/** All that is said and heard in a context of this rate, a tone while another is heard. */
const record = (rateHz: (typeof RATES_HZ)[number]): Promise<void> =>
  inLab(rateHz, async (lab) => {
    const stretches: Stretch[] = []
    const say = async (source: Source) => stretches.push(await lab.say(source, LISTEN))
    await say('microphone')
    const [heard] = await Promise.all([lab.heard([TONE], LISTEN.forMs), say([TONE])])
    await say('refused')
    const lagsMs = [...lab.lagsMs]
    if (rateHz === 96_000) await say([TOO_HIGH, FAINT_TONE])
    const [microphone, tone, bridged, folded] = await lab.arrived(...stretches)
    if (microphone === undefined || tone === undefined || bridged === undefined) throw new Error('Too little was said.')
    if (folded !== undefined) foldedAt96 = folded
    recorded.set(rateHz, { microphone, tone, bridged, heard, lagsMs })
  })

const recordStereo = (): Promise<void> =>
  inLab(CODEC_HZ, async (lab) => {
    const stretches = [await lab.say([TONE], LISTEN), await lab.say([{ ...TONE, left: true }], LISTEN)]
    const [both, left] = await lab.arrived(...stretches)
    if (both === undefined || left === undefined) throw new Error('Too little was said.')
    stereo = { both, left }
  })

const recordTooHighAt16 = (): Promise<void> =>
  inLab(16_000, async (lab) => {
    heardAt16 = await lab.heard([TOO_HIGH_AT_16_KHZ, FAINT_TONE], LISTEN.forMs)
  })

const recordedAt = (rateHz: number): Recorded => recorded.get(rateHz) as Recorded

describe.each(RATES_HZ)('a context at %i Hz', (rateHz) => {
  it('says what its microphone hears, at its pitch and in its time', () => {
    const { microphone, lagsMs } = recordedAt(rateHz)
    const quarter = lagsMs.length / 4
    const driftMs = Math.min(...lagsMs.slice(-quarter)) - Math.min(...lagsMs.slice(0, quarter))
    const second = bestSecond(microphone, TONE.hertz, CODEC_HZ)
    const { pitch, amplitude } = toneNear(second, TONE.hertz, CODEC_HZ)
    const level = db(amplitude / TONE.amplitude)
    console.log(
      `Microphone at ${rateHz} Hz: ${pitch.toFixed(1)} Hz, ${level.toFixed(1)} dB, ${driftMs.toFixed(0)} ms of drift`,
    )
    expect(Math.abs(pitch / TONE.hertz - 1)).toBeLessThan(PITCH_WITHIN)
    expect(Math.abs(level)).toBeLessThan(2)
    expect(Math.abs(driftMs)).toBeLessThan(150) // a busy machine alone makes 90
  })

  it('says a tone without a click', () => {
    const second = bestSecond(recordedAt(rateHz).tone, TONE.hertz, CODEC_HZ)
    const { pitch } = toneNear(second, TONE.hertz, CODEC_HZ)
    const clicks = clicksPerSecond(second, TONE.hertz, TONE.amplitude, CODEC_HZ)
    console.log(`A tone made at ${rateHz} Hz: ${pitch.toFixed(1)} Hz, ${clicks.toFixed(2)} clicks a second`)
    expect(Math.abs(pitch / TONE.hertz - 1)).toBeLessThan(0.0005)
    expect(clicks).toBe(0)
  })

  it('hears a tone at its pitch', () => {
    const { samples, sampleRateHz } = recordedAt(rateHz).heard
    expect(sampleRateHz).toBe(rateHz)
    const { pitch, amplitude } = toneNear(bestSecond(samples, TONE.hertz, rateHz, 0.5), TONE.hertz, rateHz)
    const level = db(amplitude / TONE.amplitude)
    console.log(`Heard at ${rateHz} Hz: ${pitch.toFixed(1)} Hz, ${level.toFixed(1)} dB`)
    expect(Math.abs(pitch / TONE.hertz - 1)).toBeLessThan(0.0005)
    expect(Math.abs(level)).toBeLessThan(2)
  })

  it('that takes no track of another rate has it resampled', () => {
    const second = bestSecond(recordedAt(rateHz).bridged, TONE.hertz, CODEC_HZ)
    const { pitch, amplitude } = toneNear(second, TONE.hertz, CODEC_HZ)
    const level = db(amplitude / TONE.amplitude)
    const clicks = clicksPerSecond(second, TONE.hertz, TONE.amplitude, CODEC_HZ)
    console.log(
      `Bridged to ${rateHz} Hz: ${pitch.toFixed(1)} Hz, ${level.toFixed(1)} dB, ${clicks.toFixed(2)} clicks a second`,
    )
    expect(Math.abs(pitch / TONE.hertz - 1)).toBeLessThan(PITCH_WITHIN)
    expect(Math.abs(level)).toBeLessThan(2)
  })
})

/** The faint tone of a recording is there: what is not heard of the other is not missing with it. */
const expectFaintTone = (samples: Float32Array, rateHz: number) =>
  expect(amplitudeOf(samples, FAINT_TONE.hertz, rateHz)).toBeGreaterThan(FAINT_TONE.amplitude / 2)

it('at 96 kHz what is above the codec’s range does not fold back', () => {
  expectFaintTone(foldedAt96, CODEC_HZ)
  const folded = db(amplitudeOf(foldedAt96, CODEC_HZ - TOO_HIGH.hertz, CODEC_HZ) / TOO_HIGH.amplitude)
  console.log(`30 kHz comes back at 18 kHz with ${folded.toFixed(1)} dB`)
  expect(folded).toBeLessThan(-60)
})

it('at 16 kHz what is above its range does not fold back', () => {
  const { samples } = heardAt16
  expectFaintTone(samples, 16_000)
  const folded = db(amplitudeOf(samples, 16_000 - TOO_HIGH_AT_16_KHZ.hertz, 16_000) / TOO_HIGH_AT_16_KHZ.amplitude)
  console.log(`12 kHz comes back at 4 kHz with ${folded.toFixed(1)} dB`)
  expect(folded).toBeLessThan(-60)
})

it.each([
  ['both channels', 'both', 1],
  ['its left alone', 'left', 0.5],
] as const)('a stereo microphone that speaks on %s is heard', (_, which, share) => {
  const second = bestSecond(stereo[which], TONE.hertz, CODEC_HZ)
  const level = amplitudeOf(second, TONE.hertz, CODEC_HZ) / TONE.amplitude
  console.log(`Stereo, ${_}: ${db(level).toFixed(1)} dB`)
  expect(level).toBeGreaterThan(0.8 * share)
  expect(level).toBeLessThan(1.25 * share)
})
