/**
 * What other people's players make of a clip: opusinfo and ffmpeg, which speak for libopusfile and libavformat. Many files in few
 * processes, since starting one takes longer than reading a clip. Debian's packages are installed where that is allowed.
 */

import { execFile, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const TOOLS = ['opusinfo', 'opusenc', 'opusdec', 'ffmpeg', 'ffprobe']
const PACKAGES = ['opus-tools', 'ffmpeg']
/** Two minutes of a slow mirror, and some. */
export const INSTALL_TIMEOUT_MS = 300_000
/** Arguments of one process stay far under the system's limit, and its output under what is read of it. */
const FILES_PER_PROCESS = 50
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** 48 samples of 2 bytes. */
const BYTES_PER_MS = 96

/** Call it before the tests that use the tools. */
export function findMediaTools(): void {
  if (missing().length > 0 && mayInstall()) install()
  const stillMissing = missing()
  if (stillMissing.length === 0) return
  throw new Error(
    `These tests need ${stillMissing.join(', ')}. Debian, Ubuntu: apt-get install ${PACKAGES.join(' ')}. macOS: brew install ${PACKAGES.join(' ')}.`,
  )
}

export interface ReadFile {
  file: string
  /** All that opusinfo says. */
  text: string
  warnings: string[]
}

/** What opusinfo says of each file. */
export async function opusinfo(files: readonly string[]): Promise<ReadFile[]> {
  const texts = await inBatches(files, (batch) => run('opusinfo', [...batch]))
  const byFile = texts.flatMap((text) =>
    text.split(/^(?=Processing file )/m).filter((part) => part.startsWith('Processing')),
  )
  return byFile.map((text) => ({
    file: /^Processing file "(.*)"/.exec(text)?.[1] ?? '',
    text,
    warnings: text.split('\n').filter((line) => /warning|error|corrupt|fail/i.test(line)),
  }))
}

/** How long libavformat says that each file is, in ms, to 10 ms; NaN where it does not know. */
export async function playedMs(files: readonly string[]): Promise<number[]> {
  // Without an output, ffmpeg describes its inputs and leaves.
  const texts = await inBatches(files, (batch) => run('ffmpeg', ['-hide_banner', ...inputs(batch)]))
  return texts.flatMap((text) =>
    [...text.matchAll(/^ {2}Duration: (?:(\d+):(\d+):([\d.]+)|N\/A)/gm)].map(
      ([, hours, minutes, seconds]) => 1000 * (3600 * Number(hours) + 60 * Number(minutes) + Number(seconds)),
    ),
  )
}

/** Decodes each file to `<file>.pcm` and answers how many milliseconds of sound that is. Throws what ffmpeg complains of. */
export async function decodedMs(files: readonly string[], decoder: 'libopus' | 'opus' = 'libopus'): Promise<number[]> {
  const complaints = await inBatches(files, (batch) => {
    const pcm = ['-ar', '48000', '-ac', '1', '-f', 's16le']
    const outputs = batch.flatMap((file, index) => ['-map', `${index}:a`, ...pcm, `${file}.pcm`])
    return run('ffmpeg', ['-y', '-v', 'warning', ...inputs(batch, ['-c:a', decoder]), ...outputs])
  })
  if (complaints.join('') !== '') throw new Error(complaints.join(''))
  return files.map((file) => statSync(`${file}.pcm`).size / BYTES_PER_MS)
}

/** How many milliseconds of sound opusdec, which is libopusfile, gets out of a file. Throws what it complains of. */
export function opusdecMs(file: string): number {
  const { status, stderr } = spawnSync(
    'opusdec',
    ['--quiet', '--rate', '48000', '--force-stereo', file, `${file}.raw`],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
  const channels = 2
  return statSync(`${file}.raw`).size / (channels * BYTES_PER_MS)
}

/** What ffprobe says of one file. */
export async function probe(
  file: string,
): Promise<{ codec: string; packets: number; durationMs: number; complaints: string }> {
  const entries = 'stream=codec_name,nb_read_packets:format=duration'
  const args = ['-v', 'warning', '-count_packets', '-show_entries', entries, '-of', 'json', file]
  const text = await run('ffprobe', args)
  const from = text.indexOf('{')
  const { streams, format } = JSON.parse(text.slice(from))
  return {
    codec: streams.map(({ codec_name }: { codec_name: string }) => codec_name).join(),
    packets: Number(streams[0]?.nb_read_packets),
    durationMs: 1000 * Number(format.duration),
    complaints: text.slice(0, from).trim(),
  }
}

const inputs = (files: readonly string[], options: string[] = []) => files.flatMap((file) => [...options, '-i', file])

async function inBatches<T>(files: readonly string[], work: (batch: readonly string[]) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let from = 0; from < files.length; from += FILES_PER_PROCESS) {
    results.push(await work(files.slice(from, from + FILES_PER_PROCESS)))
  }
  return results
}

/** All that a tool says, whatever code it leaves with: a complaint is part of what it says. */
function run(tool: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(tool, args, { maxBuffer: MAX_OUTPUT_BYTES }, (_, stdout, stderr) => resolve(stderr + stdout))
  })
}

const missing = (): string[] => TOOLS.filter((tool) => spawnSync(tool, ['-h']).error !== undefined)

const mayInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

function install(): void {
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' })
  apt('update')
  apt('install', '-y', '--no-install-recommends', ...PACKAGES)
}
