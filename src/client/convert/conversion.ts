/**
 * Any file of sound into a clip, without a page: what is a clip is left as it is, Opus is passed on, everything else is decoded
 * and encoded. Where there is no decoder for it here, the page is asked.
 *
 * Next: src/client/convert/opus-passage.ts or src/client/convert/clip-encoder.ts
 */

import { type CheckedClip, ClipCheck, type ClipFault } from '../../clips/clip-check.ts'
import { EarshotError } from '../errors.ts'
import { ClipEncoder } from './clip-encoder.ts'
import { CLIP_TYPE } from './clip-writer.ts'
import type { ConvertedClip, Undecoded } from './converted-clip.ts'
import { type DecodedPiece, type DecodedSound, decodedSound } from './decoded-sound.ts'
import { type FileFacts, requireFitting } from './fitting.ts'
import { opusHeadOf, passOn } from './opus-passage.ts'
import { isNoSound } from './other-file.ts'
import { openSoundFile, type SoundFile } from './sound-file.ts'

export interface ConversionOptions {
  /** Bits a second of one channel. */
  bitrate: number
  /** Hears how much is done, 0 … 1. */
  onProgress: (share: number) => void
  /** Decodes the file elsewhere. */
  pageSound: (undecoded: Undecoded) => DecodedSound
}

/** An Ogg file of which mediabunny would bring the beginning alone, without a word: one page is damaged, or another file follows. */
const MISSING: readonly ClipFault[] = ['broken-page', 'several-streams']

/** Rejects with an `EarshotError`, or with whatever a file was that is damaged. */
export async function convert(file: Blob, options: ConversionOptions): Promise<ConvertedClip> {
  if (file.size === 0) throw new EarshotError('file-empty')
  const sound = await openSoundFile(file)
  if (sound === undefined && (await isNoSound(file))) throw new EarshotError('file-not-audio')
  const head = sound && (await opusHeadOf(sound))
  requireFitting(factsOf(file, sound, head !== undefined, options.bitrate))
  if (sound === undefined || head === undefined) return encode(await begin(sound, options), options)
  const check = await checked(file)
  if (!check.ok && MISSING.includes(check.reason)) throw new EarshotError('file-unreadable', { cause: check.reason })
  const clip = await passOn(sound, head, options.onProgress)
  return check.ok ? { ...clip, blob: file.slice(0, file.size, CLIP_TYPE) } : clip
}

function factsOf(file: Blob, sound: SoundFile | undefined, stays: boolean, bitrate: number): FileFacts {
  const durationMs = typeof sound?.durationS === 'number' ? 1000 * sound.durationS : undefined
  const facts = { fileBytes: file.size, durationMs }
  if (!stays) return { ...facts, packets: { bitrate } }
  if (!sound?.isAlone) return { ...facts, packets: { stay: 'without-their-pictures' } }
  return { ...facts, packets: { stay: sound.isOgg ? 'with-their-pages' : 'alone' } }
}

/** Sound whose first piece is here: whoever decodes it can. */
interface Begun {
  first: IteratorResult<DecodedPiece, number>
  rest: DecodedSound
}

async function begin(sound: SoundFile | undefined, { pageSound }: ConversionOptions): Promise<Begun> {
  return (sound && (await decodedHere(sound))) ?? begun(pageSound(await undecoded(sound)))
}

/** undefined: there is no decoder for it here, or it does not take this file. */
async function decodedHere(sound: SoundFile): Promise<Begun | undefined> {
  if (!(await sound.track.canDecode())) return undefined
  return begun(decodedSound(sound)).catch(() => undefined) // the page's decoder says whether it is damaged
}

const begun = async (rest: DecodedSound): Promise<Begun> => ({ first: await rest.next(), rest })

async function encode({ first, rest }: Begun, { bitrate, onProgress }: ConversionOptions): Promise<ConvertedClip> {
  if (first.done) throw new EarshotError('file-no-sound')
  const encoder = await ClipEncoder.create(first.value.sound.length, bitrate)
  let next: IteratorResult<DecodedPiece, number> = first
  for (; !next.done; next = await rest.next()) {
    encoder.push(next.value.sound, next.value.rateHz)
    onProgress(next.value.share)
  }
  return encoder.finish(next.value)
}

async function undecoded(sound: SoundFile | undefined): Promise<Undecoded> {
  if (sound === undefined) return { format: null, durationMs: null, channels: 2 }
  const { track, codec, durationS, channels } = sound
  const format = codec ?? String((await track.getInternalCodecId()) ?? 'this')
  return { format: format.toUpperCase(), durationMs: durationS === null ? null : 1000 * durationS, channels }
}

async function checked(file: Blob): Promise<CheckedClip> {
  const check = new ClipCheck()
  const reader = file.stream().getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (check.push(next.value) !== undefined) break
  }
  await reader.cancel()
  return check.end()
}
