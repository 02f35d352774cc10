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

/** RFC 6716 §3.4 [R5]. */
const MAX_PACKET_MS = 120
/** A filler is 10 ms at least; what is less is a container's rounding. */
const FILLER_STEP_MS = 10
/** A longer gap is a wrong time: nobody waits a minute for the next word. */
const MAX_GAP_MS = 60_000

/** The header under which this sound's packets can be passed on; undefined: it has to be encoded. */
export async function opusHeadOf({ track, codec, channels }: SoundFile): Promise<Uint8Array | undefined> {
  if (codec !== 'opus' || channels > 2) return undefined
  const description = (await track.getDecoderConfig())?.description
  if (description === undefined) return writeOpusHead({ channels, preSkip: LOOK_AHEAD_GRANULES })
  const bytes = bytesOf(description)
  const head = readOpusHead(bytes)
  return head?.family === 0 && head.channels <= 2 ? bytes.slice(0, HEAD_BYTES) : undefined
}

export async function passOn(
  { track, shareAt }: SoundFile,
  head: Uint8Array,
  onProgress: (share: number) => void,
): Promise<ConvertedClip> {
  const { channels, preSkip } = readOpusHead(head) as { channels: 1 | 2; preSkip: number }
  const passage = await Passage.create(channels)
  for await (const packet of new EncodedPacketSink(track).packets()) {
    passage.push(packet.data, packet.timestamp * 1000, packet.duration * 1000)
    onProgress(shareAt(packet.timestamp))
  }
  return passage.finish(head, preSkip)
}

class Passage {
  readonly #decoder: OpusDecoderHandle
  readonly #writer = new ClipWriter()
  readonly #levels = new MeasuredLevels()
  #last: { payload: Uint8Array; endMs: number } | undefined
  /** Of the last packet, what is not heard. */
  #cutMs = 0

  private constructor(decoder: OpusDecoderHandle) {
    this.#decoder = decoder
  }

  static async create(channels: 1 | 2): Promise<Passage> {
    return new Passage(await createDecoder({ channels, maxFrameSize: samplesIn(MAX_PACKET_MS) }))
  }

  /** `heardMs`: as the file says; less than the packet holds only where the end is cut. What is no Opus is passed over. */
  push(payload: Uint8Array, atMs: number, heardMs: number): void {
    const durationMs = opusDurationMs(payload)
    if (durationMs === undefined) return
    this.#fillUntil(atMs)
    this.#add(payload, durationMs)
    this.#last = { payload, endMs: atMs + durationMs }
    this.#cutMs = heardMs > 0 ? Math.max(0, durationMs - heardMs) : 0
  }

  finish(head: Uint8Array, preSkip: number): ConvertedClip {
    const end = this.#writer.samples - Math.round(this.#cutMs * GRANULES_PER_MS)
    if (end <= preSkip) throw new EarshotError('file-no-sound')
    const durationMs = (end - preSkip) / GRANULES_PER_MS
    const waveform = this.#levels.waveform(preSkip / GRANULES_PER_MS, durationMs)
    return { blob: this.#writer.finish(head, end), durationMs, waveform }
  }

  /** Nothing was sent while nobody spoke (RFC 7845 §4.1). */
  #fillUntil(atMs: number): void {
    if (this.#last === undefined) return
    const gapMs = FILLER_STEP_MS * Math.floor((atMs - this.#last.endMs + 1) / FILLER_STEP_MS)
    if (gapMs > MAX_GAP_MS) return
    for (let leftMs = gapMs; leftMs > 0; leftMs -= MAX_PACKET_MS) {
      const durationMs = Math.min(MAX_PACKET_MS, leftMs)
      this.#add(emptyOpusPacket(durationMs, this.#last.payload), durationMs)
    }
  }

  #add(payload: Uint8Array, durationMs: number): void {
    this.#levels.push(this.#decoded(payload), durationMs)
    this.#writer.add(payload, samplesIn(durationMs))
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
