/**
 * A file of sound as the clip that will be sent: itself where it is one already, converted where it is not.
 */

import { createReadStream, statSync } from 'node:fs'
import { type CheckedClip, ClipCheck, type ClipFault } from '../../src/clips/clip-check.ts'
import { MAX_UPLOAD_BYTES } from '../../src/protocol/limits.ts'
import { type Conversion, convert, probe, type Sound, type Target } from './ffmpeg.ts'
import { Unsent } from './unsent.ts'

export interface ReadyClip {
  /** Where its bytes are. */
  path: string
  bytes: number
  durationMs: number
  recordedAtMs: number
  /** What became of the file on the way, if anything. */
  note: string
}

/** Of an Ogg Opus file: what is wrong with it, so that it has to be written anew. */
const FAULTS: Readonly<Record<Exclude<ClipFault, 'not-ogg-opus'>, string>> = {
  'broken-page': 'a page of it is damaged or missing',
  'several-streams': 'there is more than one stream in it',
  'broken-packet': 'a packet in it is not Opus',
  'broken-times': 'its times do not agree with its sound',
  'too-many-channels': 'it has more than two channels',
  'no-sound': 'there is no sound in it',
  'cut-off': 'it breaks off',
  'too-long': 'it is longer than a day',
}

/** Nobody hears a difference, and every player shows another tenth. */
const CLOSE_MS = 20
/** What codecs add in front and behind, at 8 kHz. A file that differs by more is one of which ffprobe guesses how long it is. */
const MOST_PADDING_MS = 250

/** `converted`: where to write what has to be. @throws {Unsent} what cannot be sent */
export async function clipOfFile(
  file: string,
  converted: Target,
  onProgress: (share: number) => void,
): Promise<ReadyClip> {
  const { mtimeMs } = statSync(file)
  const checked = await check(file)
  if (checked.ok) return ready(file, checked, mtimeMs, '')
  const sound = await probe(file)
  const anew = await written(sound, (conversion) => convertAndCheck(file, converted, sound, conversion, onProgress))
  if (!anew.ok) throw new Unsent(anew.reason === 'no-sound' ? 'There is no sound in this file.' : unusable(anew.reason))
  const wasOpus = checked.reason !== 'not-ogg-opus'
  const note = wasOpus ? `converted: ${FAULTS[checked.reason as keyof typeof FAULTS]}` : 'converted'
  return ready(converted.path, anew, sound.recordedAtMs ?? mtimeMs, note)
}

/** Packets that are Opus stay as they are, if they make a clip; all else is encoded, and as long as players show it. */
async function written(
  { codec, channels, durationMs }: Sound,
  convert: (conversion: Conversion) => Promise<CheckedClip>,
): Promise<CheckedClip> {
  const copied = codec === 'opus' && channels <= 2 ? await convert({ copies: true }) : undefined
  if (copied?.ok) return copied
  const encoded = await convert({})
  if (!encoded.ok || durationMs === undefined) return encoded
  const offMs = Math.abs(encoded.durationMs - durationMs)
  return offMs > CLOSE_MS && offMs <= MOST_PADDING_MS ? convert({ lengthMs: durationMs }) : encoded
}

async function convertAndCheck(
  ...[file, converted, sound, conversion, onProgress]: Parameters<typeof convert>
): Promise<CheckedClip> {
  await convert(file, converted, sound, conversion, onProgress)
  return check(converted.path)
}

async function check(file: string): Promise<CheckedClip> {
  const check = new ClipCheck()
  for await (const bytes of createReadStream(file)) if (check.push(bytes) !== undefined) break
  return check.end()
}

function ready(path: string, { durationMs }: { durationMs: number }, recordedAtMs: number, note: string): ReadyClip {
  const { size } = statSync(path)
  if (size > MAX_UPLOAD_BYTES) {
    throw new Unsent(
      `As a message it has ${megabytes(size)}, and at most ${megabytes(MAX_UPLOAD_BYTES)} can be sent. Cut it.`,
    )
  }
  // Nobody recorded it later than now, whatever its file says.
  return { path, bytes: size, durationMs, recordedAtMs: Math.min(Math.floor(recordedAtMs), Date.now()), note }
}

const unusable = (reason: ClipFault): string => `ffmpeg wrote a file that is no clip (${reason}).`
const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`
