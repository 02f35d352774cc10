/**
 * Contexts that run at another rate than the codec's 48 kHz, real ones of Chromium: what a microphone says there and what
 * is heard there keeps its pitch and its length, without clicks, and nothing folds back. And a context that takes no
 * track of another rate, as in Firefox.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { EarshotApi, type Room, type VoiceAudio } from '../../src/client/index.ts'
import { makeOpusEncoder } from '../../src/client/opus.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { recordedMs, recording, startRecording, tapAudio } from '../support/audio-taps.ts'
import { Member } from '../support/member.ts'
import { decoded } from '../support/packet-sound.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import type { Site } from '../support/site.ts'
import { Stage } from '../support/stage.ts'
import { sine } from '../support/tone.ts'
import { until } from '../support/until.ts'
import { writeWav } from '../support/wav.ts'

const RATES_HZ = [16_000, 44_100, 96_000]
const CODEC_HZ = 48_000
const TONE_HZ = 1_000
const AMPLITUDE = 0.3
const LISTEN_MS = 4_000
/** Codec and line have settled. */
const SETTLED_S = 1
/** Chromium's fake microphone runs 0.14 % fast, by itself. */
const PITCH_WITHIN = 0.003
const FRAME_SAMPLES = 960

interface Lab {
  audio: VoiceAudio
  room: Room
}

declare global {
  var rates: Lab
}

const folder = mkdtempSync(join(tmpdir(), 'earshot-rates-'))
const stage = new Stage()
let site: Site
let page: Page
let other: Member
let room: { id: string; secret: string }

beforeAll(async () => {
  const says = join(folder, 'tone.wav')
  writeWav(says, { sampleRateHz: CODEC_HZ, samples: sine(TONE_HZ, AMPLITUDE, 10 * CODEC_HZ) })
  await stage.open({ says })
  site = await startSdkSite(stage.server.port)
})

afterAll(async () => {
  await site?.close()
  await stage.close()
  rmSync(folder, { recursive: true })
})

beforeEach(async () => {
  await stage.clear()
  const { origin } = stage.server
  const api = new EarshotApi(origin)
  const created = await api.createRoom({ name: 'Rates' })
  room = { id: created.room.id, secret: created.guestSecret }
  const { token } = await api.requestToken({ room: room.id, secret: room.secret })
  other = await Member.join({ origin, room: room.id, token, name: 'Grace', pings: true })
  return () => other.close()
})

interface Tone {
  hertz: number
  amplitude: number
  /** On the left alone. */
  left?: boolean
}

/** A page whose context runs at `rateHz`, in the room with its key down; it says `tones`, or what its microphone says. */
async function enter(rateHz: number, { tones, refuses = false }: { tones?: Tone[]; refuses?: boolean } = {}) {
  const person = await stage.person({ origin: site.origin })
  await tapAudio(person)
  if (refuses) await person.addInitScript(refuseOtherRates)
  page = await openSdkPage(person)
  await page.evaluate(begin, { ...room, rateHz, tones })
}

/** Runs in the page: Firefox joins no track to a context of another rate than the track's, which is the device's. */
function refuseOtherRates(): void {
  const create = AudioContext.prototype.createMediaStreamSource
  AudioContext.prototype.createMediaStreamSource = function (stream) {
    if (this.sampleRate !== 48_000) throw new DOMException('', 'NotSupportedError')
    return create.call(this, stream)
  }
}

/** Runs in the page. */
async function begin(how: { id: string; secret: string; rateHz: number; tones: Tone[] | undefined }): Promise<void> {
  const { EarshotApi, joinRoom, VoiceAudio } = sdk
  const context = new AudioContext({ sampleRate: how.rateHz })
  const audio = await VoiceAudio.create({ context })
  await audio.unlock()
  if (how.tones === undefined) {
    await audio.openMicrophone({ echoCancellation: false, noiseSuppression: false, autoGainControl: false })
  } else {
    const stream = new MediaStreamAudioDestinationNode(context, { channelCount: 2 })
    const merger = new ChannelMergerNode(context, { numberOfInputs: 2 })
    merger.connect(stream)
    for (const { hertz, amplitude, left } of how.tones) {
      const tone = new OscillatorNode(context, { frequency: hertz })
      const gain = new GainNode(context, { gain: amplitude })
      tone.connect(gain).connect(merger, 0, 0)
      if (!left) gain.connect(merger, 0, 1)
      tone.start()
    }
    const [track] = stream.stream.getAudioTracks()
    if (track !== undefined) await audio.openMicrophone(track)
  }
  const getToken = async () => (await new EarshotApi().requestToken({ room: how.id, secret: how.secret })).token
  const joined = await joinRoom({ room: how.id, name: 'Ada', getToken, audio, talk: 'push' })
  joined.setTalking(true)
  globalThis.rates = { audio, room: joined }
}

/** What the page said, of the time after it has settled. */
async function said(): Promise<Float32Array> {
  const slots = (LISTEN_MS + SETTLED_S * 1000) / 10
  await until(() => (other.packets.at(-1)?.slot ?? 0) >= slots, 'what the page says', 30_000)
  const { samples } = await decoded(other.packets)
  return samples.subarray(SETTLED_S * CODEC_HZ)
}

/** How far what has arrived is behind the page’s audio clock, time and again: how late a machine is, and a drift if there is one. */
async function lags(): Promise<number[]> {
  const all: number[] = []
  const untilSlot = (other.packets.at(-1)?.slot ?? 0) + (2 * LISTEN_MS) / 10
  await until(
    async () => {
      const clockMs = await page.evaluate(() => rates.audio.context.currentTime * 1000)
      const slot = other.packets.at(-1)?.slot ?? 0
      all.push(clockMs - 10 * slot)
      return slot >= untilSlot
    },
    'packets',
    60_000,
  )
  return all
}

/** What the page hears of a tone that the other member sends. */
async function heard(hertz: number): Promise<{ samples: Float32Array; sampleRateHz: number }> {
  const encoder = await makeOpusEncoder()
  const frame = sine(hertz, AMPLITUDE, FRAME_SAMPLES) // whole periods: one frame joins the next
  const beganAtMs = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    for (; sent * 20 <= performance.now() - beganAtMs; sent += 1) {
      const head = {
        speaker: 0,
        talkStart: sent === 0,
        talkEnd: false,
        durationMs: 20,
        level: 10,
        slot: 2 * sent,
      } as const
      other.sendAudio(Uint8Array.from(bundle([{ ...head, payload: encoder.encode(frame) }])))
    }
  }, 20)
  try {
    await page.evaluate(() => rates.room.setTalking(false))
    await until(() => sent > 50, 'some of the tone to be sent')
    await startRecording(page)
    await until(async () => (await recordedMs(page, 'heard')) >= LISTEN_MS, 'the tone to be heard', 30_000)
    return await recording(page, 'heard')
  } finally {
    clearInterval(timer)
  }
}

/** The amplitude of a tone in `samples`: of all of them, by its Fourier coefficient under a Hann window. */
function amplitudeOf(samples: Float32Array, hertz: number, rateHz: number): number {
  let [real, imaginary, weight] = [0, 0, 0]
  samples.forEach((sample, at) => {
    const window = Math.sin((Math.PI * at) / samples.length) ** 2
    real += window * sample * Math.cos((2 * Math.PI * hertz * at) / rateHz)
    imaginary += window * sample * Math.sin((2 * Math.PI * hertz * at) / rateHz)
    weight += window
  })
  return (2 * Math.hypot(real, imaginary)) / weight
}

/** The second in which a tone is strongest: no pause of the machine has cut that. */
function bestSecond(samples: Float32Array, hertz: number, rateHz: number): Float32Array {
  const starts = Array.from({ length: Math.floor((2 * samples.length) / rateHz) - 1 }, (_, half) => (half * rateHz) / 2)
  const seconds = starts.map((from) => samples.subarray(from, from + rateHz))
  const [best = samples] = seconds.toSorted((a, b) => amplitudeOf(b, hertz, rateHz) - amplitudeOf(a, hertz, rateHz))
  return best
}

/** The strongest tone near `hertz` in one second, to a tenth of a Hz, and how strong it is. */
function toneNear(second: Float32Array, hertz: number, rateHz: number): { pitch: number; amplitude: number } {
  let best = { pitch: hertz, amplitude: 0 }
  for (const step of [1, 0.1]) {
    const around = best.pitch
    for (let near = -5 * step; near <= 5 * step; near += step) {
      const amplitude = amplitudeOf(second, around + near, rateHz)
      if (amplitude > best.amplitude) best = { pitch: around + near, amplitude }
    }
  }
  return best
}

/** Steps between samples that are larger than twice the tone's own largest, by the second. */
function clicksPerSecond(samples: Float32Array, hertz: number, amplitude: number, rateHz: number): number {
  const own = amplitude * 2 * Math.sin((Math.PI * hertz) / rateHz)
  let clicks = 0
  for (let index = 1; index < samples.length; index += 1) {
    if (Math.abs((samples[index] ?? 0) - (samples[index - 1] ?? 0)) > 2 * own) clicks += 1
  }
  return clicks / (samples.length / rateHz)
}

const db = (share: number): number => 20 * Math.log10(share)

describe.each(RATES_HZ)('a context at %i Hz', (rateHz) => {
  it('says what its microphone hears, at its pitch and in its time', async () => {
    await enter(rateHz)
    const lagsMs = await lags()
    const quarter = lagsMs.length / 4
    const driftMs = Math.min(...lagsMs.slice(-quarter)) - Math.min(...lagsMs.slice(0, quarter))
    const { pitch, amplitude } = toneNear(bestSecond(await said(), TONE_HZ, CODEC_HZ), TONE_HZ, CODEC_HZ)
    console.log(
      `Microphone at ${rateHz} Hz: ${pitch.toFixed(1)} Hz, ${db(amplitude / AMPLITUDE).toFixed(1)} dB, ${driftMs.toFixed(0)} ms of drift`,
    )
    expect(Math.abs(pitch / TONE_HZ - 1)).toBeLessThan(PITCH_WITHIN)
    expect(Math.abs(db(amplitude / AMPLITUDE))).toBeLessThan(2)
    expect(Math.abs(driftMs)).toBeLessThan(150) // a busy machine alone makes 90
  })

  it('says a tone without a click', async () => {
    await enter(rateHz, { tones: [{ hertz: TONE_HZ, amplitude: AMPLITUDE }] })
    const samples = await said()
    const second = bestSecond(samples, TONE_HZ, CODEC_HZ)
    const { pitch } = toneNear(second, TONE_HZ, CODEC_HZ)
    const clicks = clicksPerSecond(second, TONE_HZ, AMPLITUDE, CODEC_HZ)
    console.log(`A tone made at ${rateHz} Hz: ${pitch.toFixed(1)} Hz, ${clicks.toFixed(2)} clicks a second`)
    expect(Math.abs(pitch / TONE_HZ - 1)).toBeLessThan(0.0005)
    expect(clicks).toBe(0)
  })

  it('hears a tone at its pitch', async () => {
    await enter(rateHz, { tones: [] })
    const { samples, sampleRateHz } = await heard(TONE_HZ)
    expect(sampleRateHz).toBe(rateHz)
    const { pitch, amplitude } = toneNear(bestSecond(samples, TONE_HZ, rateHz), TONE_HZ, rateHz)
    const level = db(amplitude / AMPLITUDE)
    console.log(`Heard at ${rateHz} Hz: ${pitch.toFixed(1)} Hz, ${level.toFixed(1)} dB`)
    expect(Math.abs(pitch / TONE_HZ - 1)).toBeLessThan(0.0005)
    expect(Math.abs(level)).toBeLessThan(2)
  })
})

it('at 96 kHz what is above the codec’s range does not fold back', async () => {
  await enter(96_000, {
    tones: [
      { hertz: 30_000, amplitude: AMPLITUDE },
      { hertz: TONE_HZ, amplitude: 0.01 },
    ],
  })
  const folded = db(amplitudeOf(await said(), CODEC_HZ - 30_000, CODEC_HZ) / AMPLITUDE)
  console.log(`30 kHz comes back at 18 kHz with ${folded.toFixed(1)} dB`)
  expect(folded).toBeLessThan(-60)
})

it('at 16 kHz what is above its range does not fold back', async () => {
  await enter(16_000, { tones: [] })
  const { samples } = await heard(12_000)
  const folded = db(amplitudeOf(samples, 4_000, 16_000) / AMPLITUDE)
  console.log(`12 kHz comes back at 4 kHz with ${folded.toFixed(1)} dB`)
  expect(folded).toBeLessThan(-60)
})

it.each([
  ['both channels', false, 1],
  ['its left alone', true, 0.5],
] as const)('a stereo microphone that speaks on %s is heard', async (_, left, share) => {
  await enter(CODEC_HZ, { tones: [{ hertz: TONE_HZ, amplitude: AMPLITUDE, left }] })
  const level = amplitudeOf(bestSecond(await said(), TONE_HZ, CODEC_HZ), TONE_HZ, CODEC_HZ) / AMPLITUDE
  console.log(`Stereo, ${_}: ${db(level).toFixed(1)} dB`)
  expect(level).toBeGreaterThan(0.8 * share)
  expect(level).toBeLessThan(1.25 * share)
})

it.each(RATES_HZ)('a context at %i Hz that takes no track of another rate has it resampled', async (rateHz) => {
  await enter(rateHz, { refuses: true })
  const samples = await said()
  const second = bestSecond(samples, TONE_HZ, CODEC_HZ)
  const { pitch, amplitude } = toneNear(second, TONE_HZ, CODEC_HZ)
  const level = db(amplitude / AMPLITUDE)
  const clicks = clicksPerSecond(second, TONE_HZ, AMPLITUDE, CODEC_HZ)
  console.log(
    `Bridged to ${rateHz} Hz: ${pitch.toFixed(1)} Hz, ${level.toFixed(1)} dB, ${clicks.toFixed(2)} clicks a second`,
  )
  expect(Math.abs(pitch / TONE_HZ - 1)).toBeLessThan(PITCH_WITHIN)
  expect(Math.abs(level)).toBeLessThan(2)
})
