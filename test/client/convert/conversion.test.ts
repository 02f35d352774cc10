/** Conversions that need no browser: numbers, and Opus. */

import { WebMOutputFormat } from 'mediabunny'
import { describe, expect, it, vi } from 'vitest'
import { convert } from '../../../src/client/convert/conversion.ts'
import type { Undecoded } from '../../../src/client/convert/converted-clip.ts'
import type { DecodedSound } from '../../../src/client/convert/decoded-sound.ts'
import { EarshotError } from '../../../src/client/errors.ts'
import { ClipCheck } from '../../../src/clips/clip-check.ts'
import { mux } from '../../../src/clips/mux.ts'
import { writeOpusHead } from '../../../src/clips/opus-head.ts'
import { readClip } from '../../../src/clips/read-clip.ts'
import { readWav } from '../../support/wav.ts'

const RATE_HZ = 48_000
/** Two sentences. */
const speech = readWav(new URL('../../support/speech.wav', import.meta.url)).samples.subarray(0, 2 * RATE_HZ)

/** A WAVE file of floats. */
function wave(channels: readonly Float32Array[], rateHz = RATE_HZ): Blob {
  const count = channels[0]?.length ?? 0
  const body = new Float32Array(count * channels.length)
  channels.forEach((samples, channel) => {
    samples.forEach((sample, at) => {
      body[at * channels.length + channel] = sample
    })
  })
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + body.byteLength, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(3, 20) // IEEE floats
  head.writeUInt16LE(channels.length, 22)
  head.writeUInt32LE(rateHz, 24)
  head.writeUInt32LE(4 * channels.length * rateHz, 28)
  head.writeUInt16LE(4 * channels.length, 32)
  head.writeUInt16LE(32, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(body.byteLength, 40)
  return new Blob([head, body])
}

const noPage = (): DecodedSound => {
  throw new EarshotError('file-unreadable')
}

async function converted(file: Blob, pageSound: (undecoded: Undecoded) => DecodedSound = noPage) {
  const progress: number[] = []
  const onProgress = (share: number) => progress.push(share)
  const clip = await convert(file, { bitrate: 32_000, onProgress, pageSound })
  const bytes = new Uint8Array(await clip.blob.arrayBuffer())
  const check = new ClipCheck()
  check.push(bytes)
  return { ...clip, bytes, check: check.end(), progress }
}

const codeOf = (file: Blob): Promise<string> =>
  converted(file).then(
    () => 'none',
    ({ code }) => code,
  )

describe('numbers', () => {
  it.each([8_000, 44_100, 48_000, 96_000])('is as long as it was at %d Hz', async (rateHz) => {
    const samples = speech.subarray(0, rateHz)
    const { durationMs, check } = await converted(wave([samples], rateHz))
    expect(durationMs).toBeCloseTo((1000 * samples.length) / rateHz, 1)
    expect(check).toMatchObject({ ok: true, channels: 1 })
  })

  it('draws what was said, and pauses as such', async () => {
    const samples = new Float32Array(3 * RATE_HZ)
    samples.set(speech.subarray(0, RATE_HZ), RATE_HZ)
    const { waveform } = await converted(wave([samples]))
    expect(waveform).toHaveLength(30)
    expect(waveform.slice(0, 9)).toEqual(new Array(9).fill(0))
    expect(Math.max(...waveform.slice(10, 20))).toBeGreaterThan(150)
    expect(waveform.slice(21)).toEqual(new Array(9).fill(0))
  })

  it('takes two channels that differ from the moment in which they do', async () => {
    const right = speech.map((sample, at) => (at < RATE_HZ ? sample : 0.4 * sample))
    expect((await converted(wave([speech, right]))).check).toMatchObject({ ok: true, channels: 2 })
    expect((await converted(wave([speech, speech]))).check).toMatchObject({ ok: true, channels: 1 })
    expect((await converted(wave([speech, speech.map((sample) => 0.95 * sample)]))).check).toMatchObject({
      channels: 1,
    })
  })

  it('takes what is no number for silence', async () => {
    const broken = speech.map((sample, at) => (at % 1_000 === 0 ? Number.NaN : sample))
    const { check, waveform } = await converted(wave([broken]))
    expect(check).toMatchObject({ ok: true, durationMs: 2_000 })
    expect(Math.max(...waveform)).toBeGreaterThan(150)
  })

  it('tells how much is done', async () => {
    const { progress } = await converted(wave([speech]))
    expect(progress.length).toBeGreaterThan(10)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBeCloseTo(1, 2)
  })
})

describe('Opus', () => {
  it('returns a whole clip byte for byte, and draws it alike', async () => {
    const first = await converted(wave([speech]))
    const again = await converted(first.blob)
    expect(again.bytes).toEqual(first.bytes)
    expect(again.durationMs).toBeCloseTo(first.durationMs, 3)
    const offs = again.waveform.map((bar, index) => Math.abs(bar - (first.waveform[index] ?? 0)))
    expect(offs.toSorted((a, b) => a - b)[15]).toBeLessThan(15)
  })

  it('fills what was not sent, and keeps every packet', async () => {
    const { packets } = await readClip((await converted(wave([speech]))).bytes)
    const late = packets.map((packet, index) => ({ ...packet, atMs: packet.atMs + (index < 50 ? 0 : 700) }))
    const head = { channels: 1, preSkip: 312 }
    const webm = await mux(new WebMOutputFormat(), late, { ...head, head: writeOpusHead(head) }, {})
    const { bytes, durationMs, check } = await converted(new Blob([webm]))
    expect(check.ok).toBe(true)
    expect(durationMs).toBeCloseTo(20 * packets.length + 700 - 6.5, 0)
    const read = (await readClip(bytes)).packets.map(({ payload }) => payload)
    expect(read.slice(0, 50)).toEqual(packets.slice(0, 50).map(({ payload }) => payload))
    expect(read.slice(-50)).toEqual(packets.slice(-50).map(({ payload }) => payload))
  })

  it('refuses a file with a damaged page, and one that goes on with another', async () => {
    const { bytes } = await converted(wave([speech]))
    const damaged = bytes.slice()
    damaged.fill(0, bytes.length >> 1, (bytes.length >> 1) + 10)
    expect(await codeOf(new Blob([damaged]))).toBe('file-unreadable')
    expect(await codeOf(new Blob([bytes, bytes]))).toBe('file-unreadable')
  })
})

describe('what is not to be had here', () => {
  it.each([
    ['words', 'You can hear a pin drop here. 厨房\n'.repeat(200)],
    ['a web page', '<!doctype html><title>404</title>'],
    ['a document', '%PDF-1.7\n\0\u0001'],
  ])('asks nobody for %s', async (_, text) => {
    expect(await codeOf(new Blob([text]))).toBe('file-not-audio')
  })

  it('asks the page for what nobody knows', async () => {
    const asked: Undecoded[] = []
    const { check } = await converted(new Blob(['FORM\0\0\0\0AIFF']), async function* (undecoded) {
      asked.push(undecoded)
      yield { sound: [speech.slice()], rateHz: RATE_HZ, share: 1 }
      return 0
    })
    expect(asked).toEqual([{ format: null, durationMs: null, channels: 2 }])
    expect(check).toMatchObject({ ok: true, durationMs: 2_000 })
  })

  it('finds no sound in nothing', async () => {
    expect(await codeOf(new Blob([]))).toBe('file-empty')
    expect(await codeOf(wave([new Float32Array(0)]))).toBe('file-no-sound')
  })
})

describe('what is too much', () => {
  it('is refused at once where an Ogg Opus file has more bytes than a message may', async () => {
    const { bytes } = await converted(wave([speech]))
    const megabyte = new Uint8Array(1_048_576)
    const file = new Blob([bytes, ...new Array<Uint8Array<ArrayBuffer>>(100).fill(megabyte), bytes])
    const reading = vi.spyOn(file, 'stream')
    await expect(converted(file)).rejects.toMatchObject({
      code: 'file-too-large',
      excess: { is: file.size, most: 104_857_600 },
    })
    expect(reading).not.toHaveBeenCalled()
  })

  it('is refused where a file says that it is longer than a message may be', async () => {
    const { packets } = await readClip((await converted(wave([speech]))).bytes)
    const days = packets.slice(0, 2).map((packet, index) => ({ ...packet, atMs: index * 90_000_000 }))
    const head = { channels: 1, preSkip: 312 }
    const webm = await mux(new WebMOutputFormat(), days, { ...head, head: writeOpusHead(head) }, {})
    const refused = { code: 'file-too-long', excess: { is: expect.closeTo(90_000_000, -3), most: 86_400_000 } }
    await expect(converted(new Blob([webm]))).rejects.toMatchObject(refused)
  })
})
