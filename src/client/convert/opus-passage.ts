/**
 * Sound that is Opus already, out of whatever file it is in: the same packets in an Ogg Opus file, for encoding again would cost
 * time and sound. They are decoded only to see how loud they are.
 */

import { createDecoder, type OpusDecoderHandle } from 'libopus-wasm'
import { EncodedPacketSink } from 'mediabunny'
import { samplesIn } from '../../audio/pcm.ts'
import { GRANULES_PER_MS, HEAD_BYTES, LOOK_AHEAD_GRANULES, readOpusHead, writeOpusHead } from '../../clips/opus-head.ts'
import { emptyOpusPacket, opusDurationMs } from '../../clips/opus-packet.ts'
import { EarshotError } from '../errors.ts'
import { ClipWriter } from './clip-writer.ts'
import type { ConvertedClip } from './converted-clip.ts'
import { MeasuredLevels } from './measured-levels.ts'
import type { SoundFile } from './sound-file.ts'
import { SoundGaps } from './sound-gaps.ts'

/** RFC 6716 §3.4 [R5]. */
const MAX_PACKET_MS = 120
/**
 * libopus's look-ahead in its fastest mode: no encoder has less. Chromium's MediaRecorder says 0, which is its container's view;
 * its encoder's delay is in the packets all the same.
 */
const LEAST_PRE_SKIP = 120
/** Fillers are whole multiples of it. */
const FILLER_STEP_MS = 10

/** The header under which this sound's packets can be passed on; undefined: it has to be encoded. */
export async function opusHeadOf({ track, codec, channels }: SoundFile): Promise<Uint8Array | undefined> {
  if (codec !== 'opus' || channels > 2) return undefined
  const description = (await track.getDecoderConfig())?.description
  if (description === undefined) return writeOpusHead({ channels, preSkip: LOOK_AHEAD_GRANULES })
  const bytes = bytesOf(description)
  const head = readOpusHead(bytes)
  if (head?.family !== 0 || head.channels > 2) return undefined
  if (head.preSkip >= LEAST_PRE_SKIP) return bytes.slice(0, HEAD_BYTES)
  return writeOpusHead({ channels: head.channels, preSkip: LOOK_AHEAD_GRANULES })
}

export async function passOn(
  { track, shareAt, hasExactEnd }: SoundFile,
  head: Uint8Array,
  onProgress: (share: number) => void,
): Promise<ConvertedClip> {
  const { channels, preSkip } = readOpusHead(head) as { channels: 1 | 2; preSkip: number }
  const passage = await Passage.create(channels)
  try {
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const { data, timestamp, duration } = packet
      passage.push(data, timestamp * 1000, hasExactEnd ? duration * 1000 : undefined)
      onProgress(shareAt(packet.timestamp))
    }
  } catch (error) {
    if (passage.isEmpty || error instanceof EarshotError) throw error // else mediabunny has come to where the file is cut off
  }
  return passage.finish(head, preSkip)
}

class Passage {
  readonly #decoder: OpusDecoderHandle
  readonly #writer = new ClipWriter()
  readonly #levels = new MeasuredLevels()
  readonly #gaps = new SoundGaps()
  #last: Uint8Array | undefined
  /** Of the last packet, what is not heard. */
  #cutMs = 0

  private constructor(decoder: OpusDecoderHandle) {
    this.#decoder = decoder
  }

  static async create(channels: 1 | 2): Promise<Passage> {
    return new Passage(await createDecoder({ channels, maxFrameSize: samplesIn(MAX_PACKET_MS) }))
  }

  get isEmpty(): boolean {
    return this.#last === undefined
  }

  /** `heardMs`: as the file says, if it does; counts only of the last packet, which may be cut. What is no Opus is passed over. */
  push(payload: Uint8Array, atMs: number, heardMs: number | undefined): void {
    const durationMs = opusDurationMs(payload)
    if (durationMs === undefined) return
    this.#fill(this.#gaps.before(atMs))
    this.#add(payload, durationMs)
    this.#last = payload
    this.#cutMs = Math.max(0, durationMs - (heardMs ?? durationMs))
  }

  finish(head: Uint8Array, preSkip: number): ConvertedClip {
    const end = this.#writer.samples - Math.round(this.#cutMs * GRANULES_PER_MS)
    if (end <= preSkip) throw new EarshotError('file-no-sound')
    const durationMs = (end - preSkip) / GRANULES_PER_MS
    const waveform = this.#levels.waveform(preSkip / GRANULES_PER_MS, durationMs)
    return { blob: this.#writer.finish(head, end), durationMs, waveform }
  }

  /** Nothing was sent while nobody spoke (RFC 7845 §4.1). */
  #fill(gapMs: number): void {
    for (let leftMs = gapMs - (gapMs % FILLER_STEP_MS); leftMs > 0; leftMs -= MAX_PACKET_MS) {
      const durationMs = Math.min(MAX_PACKET_MS, leftMs)
      this.#add(emptyOpusPacket(durationMs, this.#last), durationMs)
    }
  }

  #add(payload: Uint8Array, durationMs: number): void {
    this.#levels.push(this.#decoded(payload), durationMs)
    this.#writer.add(payload, samplesIn(durationMs))
    this.#gaps.wrote(durationMs)
  }

  #decoded(payload: Uint8Array): Float32Array {
    try {
      return this.#decoder.decodeFloat(payload)
    } catch {
      return new Float32Array(0) // an OpusError: the framing is right and what is in it is not, which players conceal
    }
  }
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
}
