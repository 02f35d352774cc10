/**
 * The sending half alone: from the first sample of a frame in the microphone's worklet to its packet, ready to be posted.
 * A frame ends within a block and its packet with it, so the wait for the block's end counts, and the encoder's own time.
 */

import { FRAME_MS, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../../src/audio/pcm.ts'
import { TalkCapture } from '../../../src/audio/talk-capture.ts'
import { makeOpusEncoder } from '../../../src/client/opus.ts'
import { readPacket, SLOT_MS } from '../../../src/protocol/packet.ts'
import { median, percentile, round } from '../../statistics.ts'
import { LOOKAHEAD_MS } from '../account.ts'
import { talkOf } from '../talk.ts'

/** What was kept from before the first word comes late on purpose. */
const PRE_ROLL_PACKETS = 3

export interface CaptureResult {
  packets: number
  /** Frame and look-ahead included. */
  p50Ms: number
  p99Ms: number
}

export async function tryCapture(minutes: number): Promise<CaptureResult> {
  const talk = talkOf(Math.min(minutes, 2))
  const capture = new TalkCapture(await makeOpusEncoder())
  const delaysMs: number[] = []
  let [sinceMs, blockEndMs, sinceStart] = [0, 0, 0]
  capture.begin((bytes) => {
    const { slot, talkStart, payload } = readPacket(bytes)
    sinceStart = talkStart ? 0 : sinceStart + 1
    if (payload.length === 0 || sinceStart < PRE_ROLL_PACKETS) return
    delaysMs.push(blockEndMs - slot * SLOT_MS + (performance.now() - sinceMs) + LOOKAHEAD_MS)
  })
  for (let at = 0; at < talk.length; at += QUANTUM_SAMPLES) {
    blockEndMs = ((at + QUANTUM_SAMPLES) * 1000) / SAMPLE_RATE_HZ
    sinceMs = performance.now()
    capture.push(talk.subarray(at, at + QUANTUM_SAMPLES), () => {})
  }
  return { packets: delaysMs.length, p50Ms: round(median(delaysMs)), p99Ms: round(percentile(delaysMs, 0.99)) }
}

/** Frame, look-ahead, and what is allowed beside them. */
export const CAPTURE_GOAL_MS = FRAME_MS + LOOKAHEAD_MS + 5
