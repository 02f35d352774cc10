/**
 * Files of sound as people have them, made by ffmpeg from the speech of these tests, and what ffmpeg makes of one: how long it
 * is, and its samples.
 */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { LOW_RATE_HZ } from '../../bench/voice/decimate.ts'
import { Said } from '../../bench/voice/stoi.ts'
import { SPEECH } from './browser.ts'

/** What comes out of 1 MiB by default is too little for samples. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024
/** The delays of two codecs, and some. */
const REACH = (80 * LOW_RATE_HZ) / 1000
/** Enough to tell one place in speech from another. */
const COMPARED = 3 * LOW_RATE_HZ

const ffmpeg = (...args: string[]): Buffer =>
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], { maxBuffer: MAX_OUTPUT_BYTES })

/** `name` in `folder`, encoded as its ending and `options` say. */
export function makeSoundFile(folder: string, name: string, options: readonly string[] = []): string {
  const path = join(folder, name)
  ffmpeg('-i', SPEECH, ...options, path)
  return path
}

/** Anything that ffmpeg makes from whatever. */
export function makeFile(folder: string, name: string, args: readonly string[]): string {
  const path = join(folder, name)
  ffmpeg(...args, path)
  return path
}

/** As ffprobe says. */
export function probedMs(path: string): number {
  const entries = ['-show_entries', 'format=duration', '-of', 'csv=p=0']
  return 1000 * Number(execFileSync('ffprobe', ['-v', 'error', ...entries, path], { encoding: 'utf8' }))
}

/** The mean of its channels, at the rate at which intelligibility is measured. */
export function samplesOf(path: string): Float32Array {
  const bytes = ffmpeg('-i', path, '-ac', '1', '-ar', String(LOW_RATE_HZ), '-f', 'f32le', '-')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

/** How much of what the one says is understood in the other, and by how many ms it comes later there. */
export function intelligibility(saidIn: string, heardIn: string): { stoi: number; lagMs: number } {
  const [said, heard] = [samplesOf(saidIn), samplesOf(heardIn)]
  const lag = lagOf(said, heard)
  return { stoi: new Said(said).intelligibility(heard, (at) => at + lag), lagMs: (1000 * lag) / LOW_RATE_HZ }
}

function lagOf(said: Float32Array, heard: Float32Array): number {
  let best = { lag: 0, product: Number.NEGATIVE_INFINITY }
  for (let lag = -REACH; lag <= REACH; lag += 1) {
    let product = 0
    for (let at = REACH; at < COMPARED; at += 1) product += (said[at] ?? 0) * (heard[at + lag] ?? 0)
    if (product > best.product) best = { lag, product }
  }
  return best.lag
}
