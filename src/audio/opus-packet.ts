/** What an Opus packet tells of itself without being decoded: whether it brings a copy of the frame before it. RFC 6716. */

/** RFC 6716 §3.1: configurations below are SILK, then hybrid, then CELT, which has no copies. */
const FIRST_CELT_CONFIGURATION = 16
const STEREO = 0b100
const FRAMES_CODE = 0b11
/** §3.2.4: two frames, the first one's length ahead. */
const TWO_UNEQUAL = 2
const ARBITRARY = 3
/** §3.2.1: a length from this on takes two bytes. */
const LONG_LENGTH = 252

/** Whether the packet carries in-band FEC: the LBRR flag of its first frame, as libopus' `opus_packet_has_lbrr` reads it. */
export function hasFec(packet: Uint8Array): boolean {
  const toc = packet[0] ?? 0xff
  const configuration = toc >> 3
  const code = toc & FRAMES_CODE
  if (configuration >= FIRST_CELT_CONFIGURATION || code === ARBITRARY) return false
  const first = packet[code === TWO_UNEQUAL ? ((packet[1] ?? 0) < LONG_LENGTH ? 2 : 3) : 1] ?? 0
  const frames = silkFrames(configuration)
  const middle = (first >> (7 - frames)) & 1
  const side = toc & STEREO ? (first >> (6 - 2 * frames)) & 1 : 0
  return middle + side > 0
}

/** §4.2.2: SILK frames of 20 ms within one Opus frame; one of 10 ms counts as one, too. */
function silkFrames(configuration: number): number {
  const size = configuration < 12 ? configuration % 4 : 0
  return Math.max(1, size)
}
