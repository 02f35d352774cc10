/** A link that stands still for a second and then brings everything at once: what is heard, and how soon the delay is back. */

import { BITRATE } from '../../../src/client/opus.ts'
import { SLOT_MS } from '../../../src/protocol/packet.ts'
import { round } from '../../statistics.ts'
import { LOOKAHEAD_MS, type Sounded } from '../account.ts'
import { ADAPTIVE } from '../buffers.ts'
import { makeVoiceEncoder } from '../codec.ts'
import { play } from '../scene.ts'
import type { Said } from '../sender.ts'
import { talkOf } from '../talk.ts'
import { STEP_MS, type Trace } from '../trace.ts'

const STALL_FROM_MS = 20_000
export const STALL_MS = 1_000
const BACK_AT_MS = STALL_FROM_MS + STALL_MS
const ONE_WAY_MS = 20
/** From when on the picture shows it, and until when. */
const SHOWN_MS = [STALL_FROM_MS - 2_000, BACK_AT_MS + 6_000] as const
/** To within a frame of the target is back. */
const TOLERANCE_MS = STEP_MS
const STEADY_PACKETS = 25
const SEEDS = [1, 2, 3, 4, 5, 6]

export interface StallResult {
  buffer: string
  /** The longest of several talks: from the stall's end until the delay is within a frame of its target, and stays. */
  backAfterMs: number
  /** The longest, from when the sound was in the microphone. */
  oldestMs: number
  playedTwice: number
  /** One talk, for the picture: when it was heard, and how late. */
  course: { atMs: number; delayMs: number }[]
}

export async function tryStall(): Promise<StallResult[]> {
  const results: StallResult[] = []
  for (const buffer of [ADAPTIVE, 'fixed-60', 'fixed-200']) {
    const trials = []
    for (const seed of SEEDS) trials.push(await tryOnce(buffer, seed))
    results.push({
      buffer,
      backAfterMs: round(Math.max(...trials.map(({ backAfterMs }) => backAfterMs)), 0),
      oldestMs: round(Math.max(...trials.map(({ oldestMs }) => oldestMs)), 0),
      playedTwice: trials.reduce((sum, { playedTwice }) => sum + playedTwice, 0),
      course: trials[0]?.course ?? [],
    })
  }
  return results
}

async function tryOnce(buffer: string, seed: number) {
  const encoder = await makeVoiceEncoder({ bitrate: BITRATE, expectedLossPercent: 0 })
  const { said, account } = await play({ talk: talkOf(0.7, seed), encoder, trace: STALL, buffer })
  const { sounded } = account
  const slots = sounded.map(({ packet }) => said[packet]?.slot ?? 0)
  return {
    backAfterMs: backAfterMs(said, sounded),
    oldestMs: Math.max(...sounded.map(({ delayMs }) => delayMs - LOOKAHEAD_MS)),
    playedTwice: slots.length - new Set(slots).size,
    course: sounded
      .filter(({ fromMs }) => fromMs >= SHOWN_MS[0] && fromMs < SHOWN_MS[1])
      .map(({ fromMs, delayMs }) => ({ atMs: round(fromMs - STALL_FROM_MS, 0), delayMs: round(delayMs, 0) })),
  }
}

/** Until the first of half a second of packets in a row that are no later than they should be. */
function backAfterMs(said: readonly Said[], sounded: readonly Sounded[]): number {
  const after = sounded.filter(({ fromMs }) => fromMs > BACK_AT_MS)
  const isBack = after.map((one) => ageMs(said, one) <= one.targetMs + TOLERANCE_MS)
  const at = after.findIndex((_, index) => isBack.slice(index, index + STEADY_PACKETS).every(Boolean))
  return (after[at]?.fromMs ?? Number.POSITIVE_INFINITY) - BACK_AT_MS
}

/** How long after the moment when it could have been there a packet is played. */
function ageMs(said: readonly Said[], { packet, fromMs }: Sounded): number {
  const one = said[packet]
  return one === undefined ? 0 : fromMs - one.endSlot * SLOT_MS - ONE_WAY_MS
}

const STALL: Trace = {
  name: 'stall',
  about: 'a link that stands still for a second',
  source: 'bench/voice/special/stall.ts',
  rttMs: 2 * ONE_WAY_MS,
  ordered: true,
  driftPpm: 0,
  messageMs: 20,
  fecPercent: 0,
  stalls: [{ fromMs: STALL_FROM_MS, toMs: BACK_AT_MS }],
  delaysMs: Array.from({ length: 3_000 }, (_, step) => {
    const atMs = step * STEP_MS
    const isHeld = atMs >= STALL_FROM_MS && atMs < BACK_AT_MS
    return ONE_WAY_MS + (step % 3) + (isHeld ? BACK_AT_MS - atMs : 0)
  }),
}
