/**
 * The framing of one Opus packet (RFC 6716 §3): how long it is, whether its lengths add up, and a packet that holds nothing.
 * Bytes of strangers come here first; nothing here decodes, allocates more than a few bytes, or throws.
 *
 *     0                   1                   code 0: one frame           code 2: two, the first one's length before them
 *     +--------+-+--+     +-+-+------+        code 1: two of one length   code 3: `count` frames, each its own length when v,
 *     | config |s|code|   |v|p|count |  …                                        and padding behind them when p
 *     +--------+-+--+     +-+-+------+
 *
 * Next: src/clips/timeline.ts
 */

const CONFIG_SHIFT = 3
const STEREO = 0b0000_0100
const CODE = 0b0000_0011
const VARIABLE = 0b1000_0000
const PADDED = 0b0100_0000
const COUNT = 0b0011_1111

/** RFC 6716 §3.1, table 2: the frame lengths of each mode, in the order of its configs. */
const SILK_MS = [10, 20, 40, 60]
const HYBRID_MS = [10, 20]
const CELT_MS = [2.5, 5, 10, 20]
const HYBRID_CONFIG = 12
const CELT_CONFIG = 16
/** CELT, full band, 20 ms: what a filler is when there is nothing to be like. */
const DEFAULT_TOC = 31 << CONFIG_SHIFT

/** RFC 6716 §3.4 [R2]. */
const MAX_FRAME_BYTES = 1275
/** RFC 6716 §3.4 [R5]. */
const MAX_PACKET_MS = 120
/** RFC 6716 §3.2.1: a length of 252 or more goes on in a second byte, which counts fours. */
const LONG_LENGTH = 252
/** RFC 6716 §3.2.5: 255 stands for 254 bytes of padding and another length byte. */
const MORE_PADDING = 255

/** Duration that the packet's own framing tells, in ms (2.5…120); undefined when it is malformed by RFC 6716 §3.4 [R1–R7]. */
export function opusDurationMs(payload: Uint8Array): number | undefined {
  const durationMs = claimedDurationMs(payload)
  return durationMs !== undefined && lengthsAddUp(payload) ? durationMs : undefined
}

/** The same without a look at the frames' lengths, which are written otherwise in packets of more than two channels. */
export function claimedDurationMs(payload: Uint8Array): number | undefined {
  const toc = payload[0]
  if (toc === undefined) return undefined
  const durationMs = frameMsOf(toc) * frameCount(payload, toc & CODE)
  return durationMs > 0 && durationMs <= MAX_PACKET_MS ? durationMs : undefined
}

export const isStereo = (payload: Uint8Array): boolean => ((payload[0] ?? 0) & STEREO) !== 0

/**
 * A packet without a byte of sound, of 10…120 ms in steps of 10, in the mode of the packet `like`: a decoder conceals, then is
 * silent. RFC 7845 §4.1 fills gaps with these.
 */
export function emptyOpusPacket(durationMs: number, like?: Uint8Array): Uint8Array {
  const toc = like?.[0] ?? DEFAULT_TOC
  const [firstConfig, framesMs] = modeOf(toc >> CONFIG_SHIFT)
  const tocFor = (frameMs: number) => ((firstConfig + framesMs.indexOf(frameMs)) << CONFIG_SHIFT) | (toc & STEREO)
  if (framesMs.includes(durationMs)) return Uint8Array.of(tocFor(durationMs))
  const frameMs = durationMs % 20 === 0 ? 20 : 10
  return Uint8Array.of(tocFor(frameMs) | 3, durationMs / frameMs)
}

/** The config of the shortest frame in the mode and bandwidth of `config`, and that mode's frame lengths. */
function modeOf(config: number): readonly [number, readonly number[]] {
  const framesMs = config >= CELT_CONFIG ? CELT_MS : config >= HYBRID_CONFIG ? HYBRID_MS : SILK_MS
  return [config - (config % framesMs.length), framesMs]
}

function frameMsOf(toc: number): number {
  const config = toc >> CONFIG_SHIFT
  const [firstConfig, framesMs] = modeOf(config)
  return framesMs[config - firstConfig] as number
}

function frameCount(payload: Uint8Array, code: number): number {
  if (code === 3) return (payload[1] ?? 0) & COUNT
  return code === 0 ? 1 : 2
}

function lengthsAddUp(payload: Uint8Array): boolean {
  const behindToc = payload.length - 1
  switch ((payload[0] ?? 0) & CODE) {
    case 0:
      return behindToc <= MAX_FRAME_BYTES
    case 1:
      return behindToc % 2 === 0 && behindToc / 2 <= MAX_FRAME_BYTES
    case 2:
      return variableFramesFit(payload, 1, payload.length, 2)
    default:
      return countedFramesFit(payload)
  }
}

/** Code 3 [R6, R7]. */
function countedFramesFit(payload: Uint8Array): boolean {
  const header = payload[1] ?? 0
  const padding = (header & PADDED) === 0 ? { at: 2, bytes: 0 } : paddingOf(payload)
  const end = payload.length - padding.bytes
  if (padding.at > end) return false
  const count = header & COUNT
  if ((header & VARIABLE) !== 0) return variableFramesFit(payload, padding.at, end, count)
  const bytes = end - padding.at
  return bytes % count === 0 && bytes / count <= MAX_FRAME_BYTES
}

/** How much padding lies at the end, and where its lengths stop and the packet goes on. */
function paddingOf(payload: Uint8Array): { at: number; bytes: number } {
  let bytes = 0
  for (let at = 2; ; at += 1) {
    // Lengths that run out of the packet ask for more than there is.
    const length = payload[at] ?? Number.POSITIVE_INFINITY
    if (length !== MORE_PADDING) return { at: at + 1, bytes: bytes + length }
    bytes += MORE_PADDING - 1
  }
}

/** Whether `count` frames, all but the last after their lengths, fill the bytes from `at` to `end`. */
function variableFramesFit(payload: Uint8Array, at: number, end: number, count: number): boolean {
  let lengthsEnd = at
  let frameBytes = 0
  for (let frame = 1; frame < count; frame += 1) {
    const first = payload[lengthsEnd] ?? 0
    const isLong = first >= LONG_LENGTH
    frameBytes += isLong ? first + 4 * (payload[lengthsEnd + 1] ?? 0) : first
    lengthsEnd += isLong ? 2 : 1
    if (lengthsEnd > end) return false
  }
  const lastBytes = end - lengthsEnd - frameBytes
  return lastBytes >= 0 && lastBytes <= MAX_FRAME_BYTES
}
