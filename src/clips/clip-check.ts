/**
 * Whether bytes that a stranger sends are a clip: one whole Ogg Opus stream that every player plays (RFC 7845). Takes them bit by
 * bit, in bounded memory, and tells at the first wrong page; decodes nothing and never throws.
 *
 * Next: durable-objects/upload.ts
 */

import { MAX_MESSAGE_MS, MAX_MESSAGE_PACKETS } from '../protocol/limits.ts'
import { ClipTimes } from './clip-times.ts'
import { type OggPacket, OggPackets } from './ogg-packets.ts'
import { NO_GRANULE, type Page } from './ogg-page.ts'
import { OggPageStream } from './ogg-page-stream.ts'
import { GRANULES_PER_MS, HEAD_BYTES, type OpusHead, readOpusHead } from './opus-head.ts'
import { opusDurationMs } from './opus-packet.ts'
import { readOpusTags } from './opus-tags.ts'
import { PacketWaveform } from './packet-waveform.ts'

export type ClipFault =
  | 'not-ogg-opus'
  | 'broken-page'
  | 'several-streams'
  | 'broken-packet'
  | 'broken-times'
  | 'too-many-channels'
  | 'no-sound'
  | 'cut-off'
  | 'too-long'

export type CheckedClip =
  | {
      ok: true
      /** What a player shows, in whole ms. */
      durationMs: number
      /** From the packets' sizes. */
      waveform: number[]
      channels: number
      /** Samples at 48 kHz that a player leaves out at the start. */
      preSkip: number
      packets: number
    }
  | { ok: false; reason: ClipFault }

/** RFC 7845 §6: what a demuxer has to take of one stream. 48 frames of 1,275 bytes are less, the rest is padding. */
const MAX_PACKET_BYTES = 61_440
/** A picture of whoever speaks, which some writers put there, is a few hundred kilobytes. */
const MAX_TAGS_BYTES = 1_048_576
/** Family 0 (RFC 7845 §5.1.1.1). */
const MAX_CHANNELS = 2

export class ClipCheck {
  readonly #most: { ms: number; packets: number }
  readonly #pages = new OggPageStream()
  readonly #packets = new OggPackets()
  readonly #times = new ClipTimes()
  readonly #waveform = new PacketWaveform()
  #head: OpusHead | undefined
  #hasTags = false
  #pageCount = 0
  #packetCount = 0
  #fault: ClipFault | undefined

  constructor(most = { ms: MAX_MESSAGE_MS, packets: MAX_MESSAGE_PACKETS }) {
    this.#most = most
  }

  /** The next bytes, however they are cut. Once there is a fault, nothing that follows mends it. */
  push(bytes: Uint8Array): ClipFault | undefined {
    if (this.#fault !== undefined) return this.#fault
    for (const page of this.#pages.push(bytes)) {
      this.#fault = page === undefined ? this.#noPage() : this.#faultOf(page)
      if (this.#fault !== undefined) break
      this.#pageCount += 1
    }
    return this.#fault
  }

  /** That was all. */
  end(): CheckedClip {
    const reason = this.#fault ?? this.#faultAtEnd()
    if (reason !== undefined) return { ok: false, reason }
    const { channels, preSkip } = this.#head as OpusHead
    const { heardUntil } = this.#times
    return {
      ok: true,
      durationMs: this.#durationMs,
      waveform: this.#waveform.bars(preSkip, heardUntil),
      channels,
      preSkip,
      packets: this.#packetCount,
    }
  }

  get #durationMs(): number {
    return Math.round((this.#times.heardUntil - (this.#head?.preSkip ?? 0)) / GRANULES_PER_MS)
  }

  #noPage(): ClipFault {
    return this.#pageCount === 0 ? 'not-ogg-opus' : 'broken-page'
  }

  #faultAtEnd(): ClipFault | undefined {
    if (this.#pages.isInsidePage || this.#packets.isInsidePacket) return 'cut-off'
    if (this.#head === undefined) return 'not-ogg-opus'
    if (!this.#hasTags) return 'cut-off'
    if (!this.#times.isTrue) return 'broken-times'
    return this.#durationMs > 0 ? undefined : 'no-sound'
  }

  #faultOf(page: Page): ClipFault | undefined {
    const packets = this.#packets.push(page)
    if (typeof packets === 'string') return this.#pageCount === 0 ? 'not-ogg-opus' : packets
    if (this.#head === undefined) return this.#takeHead(page, packets)
    if (!this.#hasTags) return this.#takeTags(page, packets)
    return this.#takeAudio(page, packets)
  }

  /** Alone on the first page (RFC 7845 §3). */
  #takeHead(page: Page, packets: readonly OggPacket[]): ClipFault | undefined {
    const [packet] = packets
    const head = packet && readOpusHead(packet.bytes)
    if (head === undefined || head.version === 0) return 'not-ogg-opus'
    if (head.family !== 0 || head.channels > MAX_CHANNELS) return 'too-many-channels'
    if (!this.#isAlone(packets) || packet?.bytes.length !== HEAD_BYTES) return 'not-ogg-opus'
    this.#head = head
    return page.granule === 0 ? undefined : 'broken-times'
  }

  /** On one page or several, the last of which ends with it. */
  #takeTags(page: Page, packets: readonly OggPacket[]): ClipFault | undefined {
    const [packet] = packets
    if (this.#packets.openBytes > MAX_TAGS_BYTES) return 'broken-packet'
    if (packet === undefined) return this.#tagsGoOn(page)
    if (readOpusTags(packet.bytes) === undefined) return 'not-ogg-opus'
    if (!this.#isAlone(packets)) return 'broken-page'
    this.#hasTags = true
    return page.granule === 0 ? undefined : 'broken-times'
  }

  /** A page without anything would come again and again, and players would look for sound in vain. */
  #tagsGoOn({ granule, lacings }: Page): ClipFault | undefined {
    if (lacings.length === 0) return 'broken-page'
    return granule === NO_GRANULE || granule === 0 ? undefined : 'broken-times'
  }

  #isAlone(packets: readonly OggPacket[]): boolean {
    return packets.length === 1 && !this.#packets.isInsidePacket
  }

  #takeAudio(page: Page, packets: readonly OggPacket[]): ClipFault | undefined {
    if (this.#packets.openBytes > MAX_PACKET_BYTES) return 'broken-packet'
    const durations: number[] = []
    let at = this.#times.samples
    for (const { bytes } of packets) {
      const samples = bytes.length > MAX_PACKET_BYTES ? undefined : opusDurationMs(bytes)
      if (samples === undefined) return 'broken-packet'
      durations.push(samples * GRANULES_PER_MS)
      this.#waveform.push(bytes.length, at, samples * GRANULES_PER_MS)
      at += samples * GRANULES_PER_MS
    }
    this.#packetCount += packets.length
    if (!this.#times.push(page, durations)) return 'broken-times'
    return this.#isTooLong ? 'too-long' : undefined
  }

  get #isTooLong(): boolean {
    const { ms, packets } = this.#most
    return this.#times.samples > ms * GRANULES_PER_MS || this.#packetCount > packets
  }
}
