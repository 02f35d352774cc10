/**
 * Broken files by the ten thousand against the check of clips: it never throws, and what it lets through plays everywhere, for
 * as long as it says.
 */

import { ClipCheck } from '../../src/clips/clip-check.ts'
import { Dice } from '../trials/hostile/dice.ts'
import { type MutatedFile, mutatedFile } from './mutated-file.ts'
import { LibopusPlayer, type Played, playedByFfmpeg } from './player.ts'
import { seedClips } from './seed-clips.ts'

export interface FileTrialOptions {
  files: number
  seed: number
  /** ffmpeg plays every so many of those that are let through; libopus plays all. 0: none. */
  ffmpegEvery: number
}

export interface FileFinding {
  /** The file can be made again from the run's seed and this. */
  number: number
  faults: string[]
  fault: string
}

export interface FileFigures {
  files: number
  accepted: number
  playedByFfmpeg: number
  refused: Record<string, number>
  /** How often each thing was done to a file. */
  faults: Record<string, number>
  findings: FileFinding[]
}

/** What is heard is counted in whole ms. */
const ROUNDING_MS = 0.5
/** readClip goes by granule positions, which may differ from what is decoded by so much (src/clips/clip-times.ts). */
const GRANULES_OFF_MS = 20 + ROUNDING_MS
const FILES_PER_PROCESS = 50
const SEED_STEP = 0x9e3779b1

interface Accepted extends MutatedFile {
  number: number
  durationMs: number
}

/** The file of this number of a run: another one makes the same. */
export const fileOfRun = (seed: number, number: number, seeds: readonly Uint8Array[]): MutatedFile =>
  mutatedFile(new Dice(seed + number * SEED_STEP), seeds)

export async function fileTrial({ files, seed, ffmpegEvery }: FileTrialOptions): Promise<FileFigures> {
  const seeds = await seedClips()
  const player = await LibopusPlayer.open()
  const figures: FileFigures = { files, accepted: 0, playedByFfmpeg: 0, refused: {}, faults: {}, findings: [] }
  const waiting: Accepted[] = []
  for (let number = 0; number < files; number += 1) {
    const file = fileOfRun(seed, number, seeds)
    for (const fault of file.faults) count(figures.faults, fault)
    const durationMs = judged(file.bytes, number, figures)
    if (durationMs === undefined) continue
    const accepted = { ...file, number, durationMs }
    note(figures, accepted, await player.play(file.bytes), GRANULES_OFF_MS)
    if (ffmpegEvery > 0 && figures.accepted % ffmpegEvery === 0) waiting.push(accepted)
    figures.accepted += 1
    if (waiting.length === FILES_PER_PROCESS) await playWaiting(waiting, figures)
  }
  if (waiting.length > 0) await playWaiting(waiting, figures)
  player.close()
  return figures
}

/** How long the clip is that the check takes it for; undefined: it refuses it. */
function judged(bytes: Uint8Array, number: number, figures: FileFigures): number | undefined {
  const cut = new Dice(number)
  try {
    const check = new ClipCheck()
    for (let at = 0; at < bytes.length; ) {
      const size = cut.between(1, 20_000)
      check.push(bytes.subarray(at, at + size))
      at += size
    }
    const checked = check.end()
    if (checked.ok) return checked.durationMs
    count(figures.refused, checked.reason)
  } catch (error) {
    figures.findings.push({ number, faults: [], fault: `thrown: ${error}` })
  }
  return undefined
}

async function playWaiting(waiting: Accepted[], figures: FileFigures): Promise<void> {
  const files = waiting.splice(0)
  const played = await playedByFfmpeg(files.map(({ bytes }) => bytes))
  for (const [index, file] of files.entries()) note(figures, file, played[index] as Played, ROUNDING_MS)
  figures.playedByFfmpeg += files.length
}

function note(
  { findings }: FileFigures,
  { number, faults, durationMs }: Accepted,
  played: Played,
  offMs: number,
): void {
  const fault =
    'fault' in played
      ? played.fault
      : Math.abs(played.durationMs - durationMs) > offMs
        ? `${durationMs} ms are ${played.durationMs} ms`
        : undefined
  if (fault !== undefined) findings.push({ number, faults, fault })
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
