/** Conversions of what is more than sound, less than a file, or nothing that can be read; given up, and in old browsers. */

import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SPEECH } from '../support/browser.ts'
import { checked, useConvertingPage } from '../support/converting-page.ts'
import { decodedMs, opusinfo } from '../support/media-tools.ts'
import { intelligibility, makeFile, makeSoundFile, probedMs } from '../support/sound-files.ts'

const CLOSE_MS = 20
const LEAST_STOI = 0.95

const converting = useConvertingPage()

describe('what else is in a file', () => {
  it('leaves out tags and a cover', async () => {
    const cover = makeFile(converting.folder, 'cover.jpg', ['-f', 'lavfi', '-i', 'testsrc=s=600x600', '-frames:v', '1'])
    const tags = ['-metadata', 'title=Where I live', '-id3v2_version', '3', '-write_id3v1', '1']
    const source = makeSoundFile(converting.folder, 'tagged.mp3', ['-i', cover, '-map', '0:a', '-map', '1:v', ...tags])
    const { path, bytes, durationMs } = await converting.convert(source)
    expect(Math.abs(durationMs - probedMs(source))).toBeLessThanOrEqual(CLOSE_MS)
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
    expect(Buffer.from(bytes).includes('Where I live')).toBe(false)
  })

  it.each([
    ['film.mp4', ['-c:v', 'libx264', '-c:a', 'aac']],
    ['film.webm', ['-c:v', 'libvpx', '-c:a', 'libopus']],
    ['film.mov', ['-c:v', 'mpeg4', '-c:a', 'pcm_s16le']],
  ])('takes the sound of a video: %s', async (name, codecs) => {
    const source = makeSoundFile(converting.folder, name, [
      '-f',
      'lavfi',
      '-i',
      'testsrc=s=160x120:r=10:d=9',
      ...codecs,
    ])
    const { path, durationMs } = await converting.convert(source)
    expect(Math.abs(durationMs - probedMs(SPEECH))).toBeLessThanOrEqual(CLOSE_MS)
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
  })

  it('takes what a browser recorded, which does not say how long it is', async () => {
    const base64 = await converting.page.evaluate(async () => {
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
    const source = join(converting.folder, 'recorded.webm')
    writeFileSync(source, Buffer.from(base64, 'base64'))

    const { path, bytes, durationMs, progress } = await converting.convert(source)
    const [recordedMs = 0] = await decodedMs([source])
    expect(Math.abs(durationMs - recordedMs)).toBeLessThanOrEqual(CLOSE_MS)
    expect(checked(bytes)).toMatchObject({ ok: true })
    expect((await opusinfo([path]))[0]?.warnings).toEqual([])
    expect(progress.at(-1)).toBe(1)
  })
})

describe('Ogg Opus', () => {
  it('returns a whole clip as it is', async () => {
    const source = makeSoundFile(converting.folder, 'whole.opus')
    const { bytes, durationMs } = await converting.convert(source)
    expect(Buffer.from(bytes).equals(readFileSync(source))).toBe(true)
    expect(durationMs).toBeCloseTo(probedMs(SPEECH), 0)
  })

  it('makes a whole one of what is cut off', async () => {
    const source = makeSoundFile(converting.folder, 'cut-off.opus')
    truncateSync(source, 80_000)
    const { path, bytes, durationMs } = await converting.convert(source)
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
    const source = makeSoundFile(converting.folder, name, options)
    truncateSync(source, bytes)
    const clip = await converting.convert(source)
    const [wholeMs = 0] = await decodedMs([clip.path])
    expect(clip.durationMs).toBeGreaterThan(4_000)
    expect(clip.durationMs).toBeCloseTo(wholeMs, 0)
    expect(checked(clip.bytes)).toMatchObject({ ok: true })
  })

  it('passes over what is damaged in the middle', async () => {
    const path = makeSoundFile(converting.folder, 'damaged.mp3', ['-b:a', '128k'])
    const bytes = readFileSync(path)
    bytes.fill(0x55, 60_000, 63_000)
    writeFileSync(path, bytes)
    const { durationMs, bytes: clip } = await converting.convert(path)
    expect(Math.abs(durationMs - probedMs(SPEECH))).toBeLessThan(500)
    expect(checked(clip)).toMatchObject({ ok: true })
  })
})

describe('what cannot be read', () => {
  it.each([
    ['a text under another name', 'text.mp3', 'You can hear a pin drop here.\n'.repeat(1_000)],
    ['a web page', 'page.wav', '<!doctype html><title>404</title>'],
  ])('refuses %s', async (_, name, text) => {
    const path = join(converting.folder, name)
    writeFileSync(path, text)
    expect((await converting.refusal(path)).code).toBe('file-not-audio')
  })

  it('names what this browser has no decoder for', async () => {
    const { code, message } = await converting.refusal(makeSoundFile(converting.folder, 'apple.m4a', ['-c:a', 'alac']))
    expect(code).toBe('file-unreadable')
    expect(message).toContain('cannot read ALAC sound')
  })

  it('refuses what lacks the part that says what is in it', async () => {
    const path = makeSoundFile(converting.folder, 'half.m4a', ['-c:a', 'aac'])
    truncateSync(path, 50_000)
    expect((await converting.refusal(path)).code).toBe('file-unreadable')
  })

  it('finds no sound in an empty file, in a recording of nothing, and in a silent film', async () => {
    const empty = join(converting.folder, 'empty.wav')
    writeFileSync(empty, '')
    const nothing = makeFile(converting.folder, 'nothing.wav', ['-f', 'lavfi', '-i', 'anullsrc', '-t', '0'])
    const film = makeFile(converting.folder, 'silent.mp4', ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=1'])
    const codes = []
    for (const path of [empty, nothing, film]) codes.push((await converting.refusal(path)).code)
    expect(codes).toEqual(['file-empty', 'file-no-sound', 'film-no-sound'])
  })
})

it('stops when it is told to, in the middle, and its worker with it', async () => {
  const path = makeFile(converting.folder, 'long.wav', ['-stream_loop', '30', '-i', SPEECH])
  await converting.choose(path)
  const { code, progress } = await converting.page.evaluate(async () => {
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
  await expect.poll(() => converting.page.workers().length, { timeout: 10_000 }).toBe(0)
})

it('does not begin what was given up before', async () => {
  const workers: unknown[] = []
  converting.page.on('worker', (worker) => workers.push(worker))
  const code = await converting.page.evaluate(async () => {
    const signal = AbortSignal.abort()
    return sdk.convertToClip(new Blob(['…']), { signal }).catch(({ code }) => code)
  })
  expect(code).toBe('aborted')
  expect(workers).toEqual([])
})

describe('in a browser without WebCodecs', () => {
  // The worker’s script forgets what an older browser never had.
  beforeAll(async () => {
    await converting.page.route('**/convert-worker*', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `delete globalThis.AudioDecoder;${await response.text()}` })
    })
  })
  afterAll(() => converting.page.unrouteAll())

  it.each([
    ['aac.m4a', ['-c:a', 'aac']],
    ['layer.mp3', []],
    ['voice.opus', []],
    ['plain.wav', []],
  ])('still converts %s', async (name, options) => {
    const source = makeSoundFile(converting.folder, name, options)
    const { path, durationMs, progress } = await converting.convert(source)
    expect(Math.abs(durationMs - probedMs(SPEECH))).toBeLessThanOrEqual(60)
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
    expect(progress.at(-1)).toBe(1)
  })

  it('says which sound it cannot read where a file is too long for the page to hold', async () => {
    const path = makeFile(converting.folder, 'hours.mp3', [
      '-f',
      'lavfi',
      '-i',
      'anullsrc=r=24000:cl=mono',
      '-t',
      '1500',
      '-b:a',
      '8k',
    ])
    const { code, message } = await converting.refusal(path)
    expect(code).toBe('file-unreadable')
    expect(message).toContain('cannot read MP3 sound as long as this one')
  })
})
