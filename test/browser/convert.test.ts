/** Files of sound, as people have them, into clips: in a real browser, against what ffmpeg says of the same files. */

import { describe, expect, it } from 'vitest'
import { Waveform } from '../../src/protocol/clip.ts'
import { checked, useConvertingPage } from '../support/converting-page.ts'
import { decodedMs, opusinfo } from '../support/media-tools.ts'
import { intelligibility, makeSoundFile, probedMs } from '../support/sound-files.ts'

const CLOSE_MS = 20
const LEAST_STOI = 0.95

const converting = useConvertingPage()

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
  const urls = await converting.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
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
      const source = makeSoundFile(converting.folder, name, options)
      const clip = await converting.convert(source)
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
    const { bytes } = await converting.convert(makeSoundFile(converting.folder, 'alike.mp3', ['-ac', '2']))
    expect(checked(bytes)).toMatchObject({ ok: true, channels: 1 })
  })

  it('keeps two that differ, with twice the bits', async () => {
    const wide = [
      '-filter_complex',
      '[0:a]asplit[l][r];[r]highpass=800,adelay=7[w];[l][w]join=inputs=2:channel_layout=stereo',
    ]
    const source = makeSoundFile(converting.folder, 'wide.flac', wide)
    const { path, bytes, durationMs } = await converting.convert(source)
    expect(checked(bytes)).toMatchObject({ ok: true, channels: 2 })
    expect(bytes.length / durationMs).toBeGreaterThan(5.5)
    expect(bytes.length / durationMs).toBeLessThan(9)
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
  })

  it('makes two of six', async () => {
    const source = makeSoundFile(converting.folder, 'cinema.flac', ['-af', 'pan=5.1|FL=c0|FC=0.2*c0|BR=0.1*c0'])
    const { path, bytes } = await converting.convert(source)
    expect(checked(bytes)).toMatchObject({ ok: true, channels: 2 })
    expect(intelligibility(source, path).stoi).toBeGreaterThanOrEqual(LEAST_STOI)
  })
})
