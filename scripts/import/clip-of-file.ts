/**
 * A file of sound as the clip that will be sent: itself where it is one already, converted where it is not.
 */

import { createReadStream, statSync } from 'node:fs'
import { type CheckedClip, ClipCheck, type ClipFault } from '../../src/clips/clip-check.ts'
import { MAX_UPLOAD_BYTES } from '../../src/protocol/limits.ts'
import { type Conversion, convert, type Target } from './convert.ts'
import { lastFrameEndsAtMs, probe, type Sound } from './probe.ts'
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
/** What codecs add in front and behind, at 8 kHz. */
const MOST_PADDING_MS = 250
/** What a damaged place takes away of a file that says how long it is: a few kilobytes. More is missing where a copy broke off. */
const MOST_DAMAGE_MS = 1_000

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
  const anew = await written(file, sound, (conversion) =>
    convertAndCheck(file, converted, sound, conversion, onProgress),
  )
  if (!anew.ok) throw new Unsent(unusable(anew.reason))
  const wasOpus = checked.reason !== 'not-ogg-opus'
  const note = wasOpus ? `converted: ${FAULTS[checked.reason as keyof typeof FAULTS]}` : 'converted'
  return ready(converted.path, anew, sound.recordedAtMs ?? mtimeMs, note)
}

/** Packets that are Opus stay as they are, if they make a clip; all else is encoded, and as long as players show it. */
async function written(
  file: string,
  sound: Sound,
  convert: (conversion: Conversion) => Promise<CheckedClip>,
): Promise<CheckedClip> {
  const copied = sound.codec === 'opus' && sound.channels <= 2 ? await convert({ copies: true }) : undefined
  if (copied?.ok) return copied
  const encoded = await convert({})
  if (!encoded.ok) return encoded
  const lengthMs = await lengthOf(file, sound, encoded.durationMs)
  return Math.abs(encoded.durationMs - lengthMs) > CLOSE_MS ? convert({ lengthMs }) : encoded
}

/** What players show where a decoder may yield so much; else, where the file ends, which a pause may have taken from the sound. */
async function lengthOf(file: string, { durationMs, isGuessed }: Sound, decodedMs: number): Promise<number> {
  const missingMs = durationMs === undefined ? Number.NaN : durationMs - decodedMs
  if (durationMs !== undefined && Math.abs(missingMs) <= MOST_PADDING_MS) return durationMs
  if (durationMs !== undefined && !isGuessed && missingMs > 0 && missingMs <= MOST_DAMAGE_MS) return durationMs
  return Math.max(decodedMs, await lastFrameEndsAtMs(file))
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

function unusable(reason: ClipFault): string {
  if (reason === 'no-sound') return 'There is no sound in this file. Send one that holds a recording.'
  if (reason === 'too-long') return 'It is longer than a day, and a message can be no longer. Cut it.'
  return 'This file is damaged, and nothing that can be played comes of it. Open it in another program and save its sound as WAV.'
}

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`
