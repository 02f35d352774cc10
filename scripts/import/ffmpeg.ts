/**
 * ffmpeg as it is on this machine: what a file holds, and the file as Ogg Opus. Whatever it cannot read becomes a sentence.
 */

import { spawn } from 'node:child_process'
import { SetUpError } from '../command.mjs'
import { howToInstallHere } from './install-ffmpeg.ts'
import { Unsent } from './unsent.ts'

/** As messages that are recorded in the app: 32 kb/s for each channel. */
const BITRATE = 32_000
/** RFC 7845 §4: players seek to pages; in µs. */
const PAGE_US = 1_000_000
const MAX_CHANNELS = 2
/** No version and no time: another run goes on with the bytes that the last one has sent. */
const ALWAYS_THE_SAME = ['-fflags', '+bitexact', '-flags:a', '+bitexact']
/** Of what ffmpeg complains of, the beginning says it. */
const MOST_COMPLAINTS = 4_000

export interface Sound {
  codec: string
  channels: number
  /** As ffprobe says, which guesses where a file does not tell. Undefined: not even a guess. */
  durationMs: number | undefined
  /** When it was recorded, where the file tells. */
  recordedAtMs: number | undefined
}

/** What ffmpeg makes of the file’s first sound. @throws {Unsent} where there is none */
export async function probe(file: string): Promise<Sound> {
  const entries = 'stream=codec_name,channels,duration:format=duration:format_tags=creation_time'
  const args = ['-v', 'error', '-select_streams', 'a:0', '-show_entries', entries, '-of', 'json', `file:${file}`]
  const { code, output, complaints } = await run('ffprobe', args)
  if (code !== 0) throw new Unsent(`This is nothing that ffmpeg reads (${reasonIn(complaints)}).`)
  const { streams = [], format = {} } = JSON.parse(output)
  const [stream] = streams
  if (stream === undefined) throw new Unsent('There is no sound in this file.')
  const seconds = Number(stream.duration ?? format.duration)
  const recordedAtMs = Date.parse(format.tags?.creation_time ?? '')
  return {
    codec: stream.codec_name,
    channels: stream.channels,
    durationMs: seconds > 0 ? 1000 * seconds : undefined,
    recordedAtMs: recordedAtMs > 0 ? recordedAtMs : undefined,
  }
}

export interface Conversion {
  /** The packets as they are: the sound is Opus already. */
  copies?: boolean
  /** As long as this, whatever a decoder yields. */
  lengthMs?: number
}

/** Where to write the file, and its stream's serial number (RFC 3533 §6), which ffmpeg would draw. */
export interface Target {
  path: string
  serial: number
}

/** Writes `to`. `onProgress` is told 0…1 where it is known how long the sound is. @throws {Unsent} */
export async function convert(
  from: string,
  { path: to, serial }: Target,
  sound: Sound,
  conversion: Conversion,
  onProgress: (share: number) => void,
): Promise<void> {
  const shape = [
    '-map',
    '0:a:0',
    '-map_metadata',
    '-1',
    ...codecFor(sound, conversion),
    '-page_duration',
    String(PAGE_US),
  ]
  const quietly = ['-nostdin', '-y', '-v', 'error', '-progress', 'pipe:1']
  const args = [
    ...quietly,
    '-i',
    `file:${from}`,
    ...shape,
    ...ALWAYS_THE_SAME,
    '-serial_offset',
    String(serial),
    '-f',
    'ogg',
    `file:${to}`,
  ]
  const { durationMs } = sound
  const { code, complaints } = await run('ffmpeg', args, (text) => {
    const doneUs = Number(/out_time_us=(\d+)/.exec(text)?.[1])
    if (durationMs !== undefined && doneUs >= 0) onProgress(Math.min(1, doneUs / 1000 / durationMs))
  })
  if (code === 0) return
  if (/Unknown encoder/.test(complaints)) {
    throw new SetUpError(`This ffmpeg was built without libopus, which writes Opus. ${howToInstallHere()}`)
  }
  throw new Unsent(`ffmpeg cannot convert this file (${reasonIn(complaints)}).`)
}

function codecFor({ channels }: Sound, { copies = false, lengthMs }: Conversion): string[] {
  if (copies) return ['-c:a', 'copy']
  const count = Math.min(MAX_CHANNELS, channels)
  const seconds = lengthMs === undefined ? undefined : String(lengthMs / 1000)
  const length = seconds === undefined ? [] : ['-af', `apad=whole_dur=${seconds}`, '-t', seconds]
  return ['-c:a', 'libopus', '-b:a', String(count * BITRATE), '-ac', String(count), ...length]
}

/** The last line says what came of it; who says it, and of which file, is known. */
const reasonIn = (complaints: string): string =>
  (complaints.trim().split('\n').at(-1) ?? '').replace(/^\[[^\]]*\] /, '').replace(/^.*: (?=\S[^:]*$)/, '') ||
  'no reason'

interface Ran {
  code: number
  output: string
  complaints: string
}

function run(tool: string, args: string[], onOutput: (text: string) => void = () => {}): Promise<Ran> {
  const child = spawn(tool, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    onOutput(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaints.length < MOST_COMPLAINTS) complaints += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(missing(tool, cause)))
    child.once('close', (code) => resolve({ code: code ?? 1, output, complaints }))
  })
}

const missing = (tool: string, cause: Error): SetUpError =>
  new SetUpError(
    `This file has to be converted, and ${tool} does not run here (${cause.message}). ${howToInstallHere()}`,
    {
      cause,
    },
  )
