/** Files of sound, as people have them, into clips: in a real browser, against what ffmpeg says of the same files. */

import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClipCheck } from '../../src/clips/clip-check.ts'
import { Waveform } from '../../src/protocol/clip.ts'
import { openBrowser, SPEECH } from '../support/browser.ts'
import { decodedMs, findMediaTools, opusinfo } from '../support/media-tools.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import type { Site } from '../support/site.ts'
import { intelligibility, makeFile, makeSoundFile, probedMs } from '../support/sound-files.ts'

const CLOSE_MS = 20
const LEAST_STOI = 0.95
/** No server is asked for anything here. */
const NO_PORT = 0

interface Converted {
  /** Where the clip lies. */
  path: string
  durationMs: number
  waveform: number[]
  progress: number[]
  tookMs: number
  bytes: Uint8Array
}

let folder: string
let browser: Browser
let site: Site
let context: BrowserContext
let page: Page

beforeAll(async () => {
  findMediaTools()
  folder = mkdtempSync(join(tmpdir(), 'convert-'))
  site = await startSdkSite(NO_PORT)
  browser = await openBrowser()
  context = await browser.newContext()
  page = await openSdkPage(context, site.origin)
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file' })))
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
  rmSync(folder, { recursive: true })
})

async function convert(path: string): Promise<Converted> {
  await page.setInputFiles('input', path)
  const { base64, ...rest } = await page.evaluate(async () => {
    const file = document.querySelector('input')?.files?.[0] as File
    const progress: number[] = []
    const begunMs = performance.now()
    const clip = await sdk.convertToClip(file, { onProgress: (share) => progress.push(share) })
    const tookMs = performance.now() - begunMs
    const bytes = new Uint8Array(await clip.blob.arrayBuffer())
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    return { base64, progress, tookMs, durationMs: clip.durationMs, waveform: clip.waveform }
  })
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const result = join(folder, `${basename(path)}.clip.opus`)
  writeFileSync(result, bytes)
  return { ...rest, bytes, path: result }
}

/** The code with which a file is refused, and what is said. */
async function refusal(path: string): Promise<{ code: string; message: string }> {
  await page.setInputFiles('input', path)
  return page.evaluate(async () => {
    const file = document.querySelector('input')?.files?.[0] as File
    return sdk.convertToClip(file).then(
      () => ({ code: 'none', message: '' }),
      ({ code, message }) => ({ code, message }),
    )
  })
}

function checked(bytes: Uint8Array) {
  const check = new ClipCheck()
  check.push(bytes)
  return check.end()
}

const FILES: [name: string, options?: string[]][] = [
  ['speech.wav'],
  ['8-khz.wav', ['-ar', '8000']],
  ['16-khz-8-bit.wav', ['-ar', '16000', '-c:a', 'pcm_u8']],
  ['44-khz-24-bit.wav', ['-ar', '44100', '-c:a', 'pcm_s24le']],
  ['96-khz-float.wav', ['-ar', '96000', '-c:a', 'pcm_f32le']],
  ['telephone.wav', ['-ar', '8000', '-c:a', 'pcm_alaw']],
  ['constant.mp3', ['-b:a', '128k']],
  ['variable-stereo-44-khz.mp3', ['-q:a', '2', '-ac', '2', '-ar', '44100']],
  ['low.mp3', ['-ar', '16000', '-b:a', '48k']],
  ['music-app.m4a', ['-c:a', 'aac', '-b:a', '128k', '-ar', '44100']],
  ['stereo.m4a', ['-c:a', 'aac', '-b:a', '128k', '-ac', '2']],
  ['fast-start.m4a', ['-c:a', 'aac', '-ar', '16000', '-movflags', '+faststart']],
  ['lossless.flac', ['-ar', '44100']],
  ['high.flac', ['-ar', '96000', '-ac', '2']],
  ['recorder.webm', ['-c:a', 'libopus', '-b:a', '64k']],
  ['stereo.webm', ['-c:a', 'libopus', '-b:a', '96k', '-ac', '2']],
  ['vorbis.webm', ['-c:a', 'libvorbis']],
  ['vorbis.ogg', ['-c:a', 'libvorbis', '-q:a', '5', '-ar', '44100']],
  ['opus.mp4', ['-c:a', 'libopus', '-b:a', '64k']],
  // Which mediabunny does not know: the page decodes it.
  ['flac.ogg', ['-c:a', 'flac']],
]

it('loads nothing of this with the page', async () => {
  const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const scripts = urls.filter((url) => url.endsWith('.js'))
  const loaded = await Promise.all(scripts.map(async (url) => (await fetch(url)).text()))
  expect(scripts).not.toEqual([])
  // What mediabunny says of Matroska, and libopus of itself.
  expect(loaded.filter((text) => /x-matroska|libopus/.test(text))).toEqual([])
})

describe('every format', () => {
  it.each(FILES)(
    '%s: as long as ffprobe says, as clear as before, and a clip that players take',
    async (name, options) => {
      const source = makeSoundFile(folder, name, options)
      const clip = await convert(source)
      const [info] = await opusinfo([clip.path])
      const [playedMs = 0] = await decodedMs([clip.path])
      expect(Math.abs(clip.durationMs - probedMs(source))).toBeLessThanOrEqual(CLOSE_MS)
      expect(Math.abs(playedMs - clip.durationMs)).toBeLessThan(1)
      expect(intelligibility(source, clip.path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
      expect(info?.warnings).toEqual([])
      expect(checked(clip.bytes)).toMatchObject({ ok: true, durationMs: Math.round(clip.durationMs) })
      expect(Waveform['~standard'].validate(clip.waveform)).not.toHaveProperty('issues')
      expect(clip.progress).toEqual(clip.progress.toSorted((a, b) => a - b))
      expect(clip.progress.at(-1)).toBe(1)
    },
  )
})

describe('one channel and two', () => {
  it('makes one channel of two that are alike', async () => {
    const { bytes } = await convert(makeSoundFile(folder, 'alike.mp3', ['-ac', '2']))
    expect(checked(bytes)).toMatchObject({ ok: true, channels: 1 })
  })

  it('keeps two that differ, with twice the bits', async () => {
    const wide = [
      '-filter_complex',
      '[0:a]asplit[l][r];[r]highpass=800,adelay=7[w];[l][w]join=inputs=2:channel_layout=stereo',
    ]
    const source = makeSoundFile(folder, 'wide.flac', wide)
    const { path, bytes, durationMs } = await convert(source)
    expect(checked(bytes)).toMatchObject({ ok: true, channels: 2 })
    expect(bytes.length / durationMs).toBeGreaterThan(5.5)
    expect(bytes.length / durationMs).toBeLessThan(9)
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
  })

  it('makes two of six', async () => {
    const source = makeSoundFile(folder, 'cinema.flac', ['-af', 'pan=5.1|FL=c0|FC=0.2*c0|BR=0.1*c0'])
    const { path, bytes } = await convert(source)
    expect(checked(bytes)).toMatchObject({ ok: true, channels: 2 })
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
  })
})

describe('what else is in a file', () => {
  it('leaves out tags and a cover', async () => {
    const cover = makeFile(folder, 'cover.jpg', ['-f', 'lavfi', '-i', 'testsrc=s=600x600', '-frames:v', '1'])
    const tags = ['-metadata', 'title=Where I live', '-id3v2_version', '3', '-write_id3v1', '1']
    const source = makeSoundFile(folder, 'tagged.mp3', ['-i', cover, '-map', '0:a', '-map', '1:v', ...tags])
    const { path, bytes, durationMs } = await convert(source)
    expect(Math.abs(durationMs - probedMs(source))).toBeLessThanOrEqual(CLOSE_MS)
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
    expect(Buffer.from(bytes).includes('Where I live')).toBe(false)
  })

  it.each([
    ['film.mp4', ['-c:v', 'libx264', '-c:a', 'aac']],
    ['film.webm', ['-c:v', 'libvpx', '-c:a', 'libopus']],
    ['film.mov', ['-c:v', 'mpeg4', '-c:a', 'pcm_s16le']],
  ])('takes the sound of a video: %s', async (name, codecs) => {
    const source = makeSoundFile(folder, name, ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=9', ...codecs])
    const { path, durationMs } = await convert(source)
    expect(Math.abs(durationMs - probedMs(SPEECH))).toBeLessThanOrEqual(CLOSE_MS)
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
  })

  it('takes what a browser recorded, which does not say how long it is', async () => {
    const base64 = await page.evaluate(async () => {
      const audio = new AudioContext()
      const tone = audio.createOscillator()
      const recorded = audio.createMediaStreamDestination()
      tone.connect(recorded)
      tone.start()
      const recorder = new MediaRecorder(recorded.stream, { mimeType: 'audio/webm' })
      const blobs: Blob[] = []
      recorder.start(100)
      await new Promise((resolve) => {
        recorder.ondataavailable = ({ data }) => {
          blobs.push(data)
          if (blobs.length === 10) recorder.stop()
        }
        recorder.onstop = resolve
      })
      await audio.close()
      const bytes = new Uint8Array(await new Blob(blobs).arrayBuffer())
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    })
    const source = join(folder, 'recorded.webm')
    writeFileSync(source, Buffer.from(base64, 'base64'))

    const { path, bytes, durationMs, progress } = await convert(source)
    const [recordedMs = 0] = await decodedMs([source])
    expect(Math.abs(durationMs - recordedMs)).toBeLessThanOrEqual(CLOSE_MS)
    expect(checked(bytes)).toMatchObject({ ok: true })
    expect((await opusinfo([path]))[0]?.warnings).toEqual([])
    expect(progress.at(-1)).toBe(1)
  })
})

describe('Ogg Opus', () => {
  it('returns a whole clip as it is', async () => {
    const source = makeSoundFile(folder, 'whole.opus')
    const { bytes, durationMs } = await convert(source)
    expect(Buffer.from(bytes).equals(readFileSync(source))).toBe(true)
    expect(durationMs).toBeCloseTo(probedMs(SPEECH), 0)
  })

  it('makes a whole one of what is cut off', async () => {
    const source = makeSoundFile(folder, 'cut-off.opus')
    truncateSync(source, 80_000)
    const { path, bytes, durationMs } = await convert(source)
    expect(checked(bytes)).toMatchObject({ ok: true })
    expect(durationMs).toBeGreaterThan(6_000)
    expect((await opusinfo([path]))[0]?.warnings).toEqual([])
  })
})

describe('what is not whole', () => {
  it.each([
    ['cut-off.ogg', ['-c:a', 'libvorbis'], 55_000],
    ['cut-off.mp3', ['-b:a', '128k'], 100_000],
    ['cut-off.webm', ['-c:a', 'libvorbis'], 60_000],
    ['cut-off.wav', [], 600_000],
  ] as const)('brings what there is of %s', async (name, options, bytes) => {
    const source = makeSoundFile(folder, name, options)
    truncateSync(source, bytes)
    const clip = await convert(source)
    const [wholeMs = 0] = await decodedMs([clip.path])
    expect(clip.durationMs).toBeGreaterThan(4_000)
    expect(clip.durationMs).toBeCloseTo(wholeMs, 0)
    expect(checked(clip.bytes)).toMatchObject({ ok: true })
  })

  it('passes over what is damaged in the middle', async () => {
    const path = makeSoundFile(folder, 'damaged.mp3', ['-b:a', '128k'])
    const bytes = readFileSync(path)
    bytes.fill(0x55, 60_000, 63_000)
    writeFileSync(path, bytes)
    const { durationMs, bytes: clip } = await convert(path)
    expect(Math.abs(durationMs - probedMs(SPEECH))).toBeLessThan(500)
    expect(checked(clip)).toMatchObject({ ok: true })
  })
})

describe('what cannot be read', () => {
  it.each([
    ['a text under another name', 'text.mp3', 'You can hear a pin drop here.\n'.repeat(1_000)],
    ['a web page', 'page.wav', '<!doctype html><title>404</title>'],
  ])('refuses %s', async (_, name, text) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    expect((await refusal(path)).code).toBe('file-unreadable')
  })

  it('names what this browser has no decoder for', async () => {
    const { code, message } = await refusal(makeSoundFile(folder, 'apple.m4a', ['-c:a', 'alac']))
    expect(code).toBe('file-unreadable')
    expect(message).toContain('cannot read ALAC sound')
  })

  it('refuses what lacks the part that says what is in it', async () => {
    const path = makeSoundFile(folder, 'half.m4a', ['-c:a', 'aac'])
    truncateSync(path, 50_000)
    expect((await refusal(path)).code).toBe('file-unreadable')
  })

  it('finds no sound in an empty file, in a recording of nothing, and in a silent film', async () => {
    const empty = join(folder, 'empty.wav')
    writeFileSync(empty, '')
    const nothing = makeFile(folder, 'nothing.wav', ['-f', 'lavfi', '-i', 'anullsrc', '-t', '0'])
    const film = makeFile(folder, 'silent.mp4', ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=1'])
    for (const path of [empty, nothing, film]) expect((await refusal(path)).code).toBe('file-no-sound')
  })
})

it('stops when it is told to, in the middle, and its worker with it', async () => {
  const path = makeFile(folder, 'long.wav', ['-stream_loop', '30', '-i', SPEECH])
  await page.setInputFiles('input', path)
  const { code, progress } = await page.evaluate(async () => {
    const file = document.querySelector('input')?.files?.[0] as File
    const stop = new AbortController()
    const progress: number[] = []
    const onProgress = (share: number) => {
      progress.push(share)
      if (share > 0.05) stop.abort()
    }
    const error = await sdk.convertToClip(file, { onProgress, signal: stop.signal }).catch((error) => error)
    return { code: error.code, progress }
  })
  expect(code).toBe('aborted')
  expect(progress.at(-1)).toBeLessThan(0.5)
  // A worker that is busy gets some time to end by itself.
  await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBe(0)
})

it('does not begin what was given up before', async () => {
  const workers: unknown[] = []
  page.on('worker', (worker) => workers.push(worker))
  const code = await page.evaluate(async () => {
    const signal = AbortSignal.abort()
    return sdk.convertToClip(new Blob(['…']), { signal }).catch(({ code }) => code)
  })
  expect(code).toBe('aborted')
  expect(workers).toEqual([])
})

describe('in a browser without WebCodecs', () => {
  /** Another page, whose workers are as old. */
  beforeAll(async () => {
    await page.route('**/convert-worker*', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `delete globalThis.AudioDecoder;${await response.text()}` })
    })
  })
  afterAll(() => page.unrouteAll())

  it.each([
    ['aac.m4a', ['-c:a', 'aac']],
    ['layer.mp3', []],
    ['voice.opus', []],
    ['plain.wav', []],
  ])('still converts %s', async (name, options) => {
    const source = makeSoundFile(folder, name, options)
    const { path, durationMs, progress } = await convert(source)
    expect(Math.abs(durationMs - probedMs(SPEECH))).toBeLessThanOrEqual(60)
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
    expect(progress.at(-1)).toBe(1)
  })

  it('says which sound it cannot read where a file is too long for the page to hold', async () => {
    const path = makeFile(folder, 'hours.mp3', [
      '-f',
      'lavfi',
      '-i',
      'anullsrc=r=24000:cl=mono',
      '-t',
      '1500',
      '-b:a',
      '8k',
    ])
    const { code, message } = await refusal(path)
    expect(code).toBe('file-unreadable')
    expect(message).toContain('cannot read MP3 sound as long as this one')
  })
})
