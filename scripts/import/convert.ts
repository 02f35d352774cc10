/**
 * A file's sound as Ogg Opus, written by ffmpeg. Where frames are missing in the middle (pauses for which a phone has sent none,
 * damage), there is silence: the message is as long as the recording, and every player plays it.
 */

import { SetUpError } from '../command.mjs'
import { type Call, reasonIn, run, runBoth } from './ffmpeg.ts'
import { howToInstallHere } from './install-ffmpeg.ts'
import type { Sound } from './probe.ts'
import { Unsent } from './unsent.ts'

/** As messages that are recorded in the app: 32 kb/s for each channel. */
const BITRATE = 32_000
/** RFC 7845 §4: players seek to pages; in µs. */
const PAGE_US = 1_000_000
const MAX_CHANNELS = 2
/** Opus’ own rate (RFC 6716 §2.1.2). */
const RATE_HZ = 48_000
/** No version and no time: another run goes on with the bytes that the last one has sent. */
const ALWAYS_THE_SAME = ['-fflags', '+bitexact', '-flags:a', '+bitexact']
/**
 * Silence where the times say that frames are missing, two frames of a phone and more: what times that were rounded, or written
 * down when a packet was ready, never add up to (as in the browser, src/client/convert/sound-gaps.ts).
 */
const FILLED = 'aresample=async=1:min_hard_comp=0.04'
/** A recording of a pause is frames that ffmpeg does not decode, all of them. */
const WHATEVER_IS_DAMAGED = ['-max_error_rate', '1']

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
  to: Target,
  { channels, durationMs }: Sound,
  { copies = false, lengthMs }: Conversion,
  onProgress: (share: number) => void,
): Promise<void> {
  const onOutput = (text: string) => {
    const doneUs = Number(/out_time_us=(\d+)/.exec(text)?.[1])
    if (durationMs !== undefined && doneUs >= 0) onProgress(Math.min(1, doneUs / 1000 / durationMs))
  }
  if (copies) return requireDone(await run(writing([...firstSoundOf(from), '-c:a', 'copy'], to), onOutput))
  const count = Math.min(MAX_CHANNELS, channels)
  const [decoded, encoded] = await runBoth(decoding(from, count), encoding(count, lengthMs, to), onOutput)
  requireDone(decoded)
  requireDone(encoded)
}

const QUIETLY = ['-nostdin', '-y', '-v', 'error']
const firstSoundOf = (file: string): string[] => ['-i', `file:${file}`, '-map', '0:a:0', '-map_metadata', '-1']
/** Samples carry no times that an encoder could stumble over, also where a file changes its rate or channels half-way. */
const samples = (channels: number): string[] => ['-f', 'f32le', '-ar', String(RATE_HZ), '-ac', String(channels)]

const decoding = (from: string, channels: number): Call => ({
  tool: 'ffmpeg',
  args: [...QUIETLY, ...WHATEVER_IS_DAMAGED, ...firstSoundOf(from), '-af', FILLED, ...samples(channels), 'pipe:1'],
})

function encoding(channels: number, lengthMs: number | undefined, to: Target): Call {
  const seconds = lengthMs === undefined ? undefined : String(lengthMs / 1000)
  const length = seconds === undefined ? [] : ['-af', `apad=whole_dur=${seconds}`, '-t', seconds]
  const opus = ['-c:a', 'libopus', '-b:a', String(channels * BITRATE), ...length]
  return writing([...samples(channels), '-i', 'pipe:0', ...opus], to)
}

const writing = (sound: readonly string[], { path, serial }: Target): Call => ({
  tool: 'ffmpeg',
  args: [
    ...QUIETLY,
    ...['-progress', 'pipe:1'],
    ...sound,
    ...['-page_duration', String(PAGE_US)],
    ...ALWAYS_THE_SAME,
    ...['-serial_offset', String(serial)],
    ...['-f', 'ogg', `file:${path}`],
  ],
})

function requireDone({ code, complaints }: { code: number; complaints: string }): void {
  if (code === 0) return
  if (/Unknown encoder/.test(complaints)) {
    throw new SetUpError(`This ffmpeg was built without libopus, which writes Opus. ${howToInstallHere()}`)
  }
  throw new Unsent(
    `ffmpeg cannot convert this file (${reasonIn(complaints)}). Open it in another program and save its sound as WAV.`,
  )
}
