/**
 * Opus packets into a container, by mediabunny. Only what reads the files that people choose (src/client/convert) asks it for more.
 */

import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  type MetadataTags,
  Output,
  type OutputFormat,
  type Target,
} from 'mediabunny'
import { OPUS_RATE_HZ, type OpusHead } from './opus-head.ts'

export interface TimedPacket {
  atMs: number
  durationMs: number
  payload: Uint8Array
}

/** How a stream of packets describes itself: its OpusHead, read and as bytes. */
export interface Description extends OpusHead {
  head: Uint8Array
}

/** An output of one Opus track that takes packets until it is finalized. */
export async function openOutput<F extends OutputFormat, T extends Target>(
  options: { format: F; target: T; initTarget?: Target },
  { channels, head }: Description,
  tags: MetadataTags,
): Promise<{ output: Output<F, T | Target>; add: (packet: TimedPacket) => Promise<void> }> {
  const output = new Output<F, T | Target>(options)
  const source = new EncodedAudioPacketSource('opus')
  const decoderConfig = { codec: 'opus', numberOfChannels: channels, sampleRate: OPUS_RATE_HZ, description: head }
  output.addAudioTrack(source, { decoderConfig })
  output.setMetadataTags(tags)
  await output.start()
  const add = ({ atMs, durationMs, payload }: TimedPacket) =>
    source.add(new EncodedPacket(payload, 'key', atMs / 1000, durationMs / 1000), { decoderConfig })
  return { output, add }
}

/** A whole file. */
export async function mux(
  format: OutputFormat,
  packets: readonly TimedPacket[],
  description: Description,
  tags: MetadataTags,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget()
  const { output, add } = await openOutput({ format, target }, description, tags)
  for (const packet of packets) await add(packet)
  await output.finalize()
  return new Uint8Array(target.buffer as ArrayBuffer)
}
