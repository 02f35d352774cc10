/**
 * Files of others against the check of clips: what real writers write is taken, for as long as players play it; what is taken
 * of broken files plays.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileTrial } from '../../bench/hostile-uploads/file-trial.ts'
import { check } from '../clips/checked.ts'
import { decodedMs, findMediaTools, INSTALL_TIMEOUT_MS, opusdecMs } from '../support/media-tools.ts'

const ALL_SPEECH = fileURLToPath(new URL('../support/speech.wav', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'earshot-check-'))
const path = (name: string) => join(folder, name)

/** A few seconds of it. */
const SPEECH = path('speech.wav')

beforeAll(() => {
  findMediaTools()
  ffmpeg('speech.wav', ALL_SPEECH, '-t', '2.34', '-bitexact')
}, INSTALL_TIMEOUT_MS)
afterAll(() => rmSync(folder, { recursive: true }))

const opusenc = (name: string, ...options: string[]) => {
  execFileSync('opusenc', ['--quiet', ...options, SPEECH, path(name)])
  return path(name)
}
const ffmpeg = (name: string, from: string, ...options: string[]) => {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', from, ...options, path(name)])
  return path(name)
}
const libopus = (name: string, ...options: string[]) => ffmpeg(name, SPEECH, '-c:a', 'libopus', ...options)

/** More than a page of them, as a picture of whoever speaks takes. */
const comments = (name: string) => opusenc(name, '--comment', `COVER=${'x'.repeat(100_000)}`, '--artist', 'Ada')

const FRAMES_MS = ['2.5', '5', '10', '20', '40', '60']

describe('what real writers write', () => {
  it('is taken, and as long as players play it', async () => {
    const webm = libopus('a.webm')
    const files = [
      ...FRAMES_MS.map((ms) => opusenc(`enc-${ms}.opus`, '--framesize', ms)),
      opusenc('cbr.opus', '--hard-cbr'),
      opusenc('6k.opus', '--bitrate', '6', '--max-delay', '10'),
      comments('comments.opus'),
      ...[...FRAMES_MS, '80', '100', '120'].map((ms) => libopus(`ff-${ms}.ogg`, '-frame_duration', ms)),
      libopus('stereo.ogg', '-ac', '2', '-b:a', '256k'),
      libopus('lowdelay.opus', '-application', 'lowdelay', '-page_duration', '20000'),
      ffmpeg('remuxed.ogg', webm, '-c', 'copy'),
      ffmpeg('remuxed-cut.ogg', webm, '-ss', '0.513', '-c', 'copy'),
      ffmpeg('remuxed-mp4.ogg', libopus('a.mp4'), '-c', 'copy'),
      ffmpeg('cut.ogg', opusenc('a.opus'), '-t', '1.5', '-c', 'copy'),
    ]
    const [libopusMs, ffmpegMs] = [await decodedMs(files), await decodedMs(files, 'opus')]
    for (const [index, file] of files.entries()) {
      const checked = check(new Uint8Array(readFileSync(file)))
      expect([file, checked.ok || checked.reason]).toEqual([file, true])
      if (!checked.ok) continue
      expect(checked.durationMs).toBe(Math.round(libopusMs[index] as number))
      expect(checked.durationMs).toBe(Math.round(ffmpegMs[index] as number))
      expect(checked.durationMs).toBe(Math.round(opusdecMs(file)))
    }
  })

  it('is taken of what an end cut off between two pages', async () => {
    const bytes = new Uint8Array(readFileSync(opusenc('whole.opus')))
    const lastPageAt = Buffer.from(bytes).lastIndexOf('OggS')
    expect(check(bytes.subarray(0, lastPageAt))).toMatchObject({ ok: true })
    expect(check(bytes.subarray(0, lastPageAt + 30))).toEqual({ ok: false, reason: 'cut-off' })
  })

  it.each([
    ['vorbis.ogg', ['-c:a', 'vorbis', '-strict', '-2', '-ac', '2'], 'not-ogg-opus'],
    ['flac.ogg', ['-c:a', 'flac'], 'not-ogg-opus'],
    ['six.ogg', ['-c:a', 'libopus', '-ac', '6'], 'too-many-channels'],
    ['a.mp3', ['-f', 'mp2'], 'not-ogg-opus'],
    ['b.webm', ['-c:a', 'libopus'], 'not-ogg-opus'],
  ])('is refused as %s', (name, options, reason) => {
    expect(check(new Uint8Array(readFileSync(ffmpeg(name, SPEECH, ...options))))).toEqual({ ok: false, reason })
  })
})

const SEED = 2
it(`plays in ffmpeg, whatever was done to a file that is taken (seed ${SEED})`, { timeout: 120_000 }, async () => {
  const { findings, playedByFfmpeg } = await fileTrial({ files: 800, seed: SEED, ffmpegEvery: 1 })
  expect(findings).toEqual([])
  expect(playedByFfmpeg).toBeGreaterThan(40)
})
