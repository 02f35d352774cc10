/**
 * The first packet of an Ogg Opus stream, the identification header (RFC 7845 §5.1); the same bytes describe Opus to
 * mediabunny in every container.
 *
 *     0          8   9          10        12            16     18
 *     +----------+---+----------+---------+-------------+------+--------+
 *     | OpusHead | 1 | channels | preSkip | input rate  | gain | family |  all numbers little-endian
 *     +----------+---+----------+---------+-------------+------+--------+
 */

const MAGIC = 'OpusHead'
const VERSION_AT = 8
const CHANNELS_AT = 9
const PRE_SKIP_AT = 10
const INPUT_RATE_AT = 12
const FAMILY_AT = 18
/** With family 0, which no table of channels follows. */
export const HEAD_BYTES = 19

/** RFC 7845 §4: granule positions and pre-skip count samples at 48 kHz, whatever was recorded. */
export const GRANULES_PER_MS = 48
export const OPUS_RATE_HZ = 48_000
/** libopus's look-ahead in its voip mode at 48 kHz, measured: what a decoder yields before the first sample that was encoded. */
export const LOOK_AHEAD_GRANULES = 312

export interface OpusHead {
  channels: number
  /** Decoded samples at 48 kHz that come before the clip's first. */
  preSkip: number
}

export interface ReadOpusHead extends OpusHead {
  version: number
  /** RFC 7845 §5.1.1: 0 is mono or stereo, everything else says what comes from which side. */
  family: number
}

/** Gain 0 and channel mapping family 0: one stream of one or two channels. */
export function writeOpusHead({ channels, preSkip }: OpusHead): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEAD_BYTES)
  const view = new DataView(bytes.buffer)
  new TextEncoder().encodeInto(MAGIC, bytes)
  view.setUint8(VERSION_AT, 1)
  view.setUint8(CHANNELS_AT, channels)
  view.setUint16(PRE_SKIP_AT, preSkip, true)
  view.setUint32(INPUT_RATE_AT, OPUS_RATE_HZ, true)
  return bytes
}

/** undefined when `bytes` are no such header, or one of a version to come that says other things (RFC 7845 §5.1: above 15). */
export function readOpusHead(bytes: Uint8Array): ReadOpusHead | undefined {
  if (bytes.length < HEAD_BYTES || new TextDecoder().decode(bytes.subarray(0, VERSION_AT)) !== MAGIC) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint8(VERSION_AT) > 15 || view.getUint8(CHANNELS_AT) === 0) return undefined
  return {
    version: view.getUint8(VERSION_AT),
    channels: view.getUint8(CHANNELS_AT),
    preSkip: view.getUint16(PRE_SKIP_AT, true),
    family: view.getUint8(FAMILY_AT),
  }
}
