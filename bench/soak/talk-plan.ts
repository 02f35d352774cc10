/**
 * What a speaker is going to do: talks of random length and packet time, made of spurts, ended in every way in which talks
 * of the SDK end. The same for the same seed. Pure.
 */

import { type DurationMs, SLOT_MS } from '../../src/protocol/packet.ts'

export const TALK_ENDINGS = {
  /** The key is released, or the speaker mutes: the end follows the last packet. */
  released: 0.4,
  /** An open microphone has heard nothing for 1.5 s: the end comes that much later. */
  paused: 0.25,
  /** The last packet carries the end. */
  spoken: 0.15,
  /** None: the next spurt goes on with the same talk. */
  open: 0.15,
  /** None, and the tab is closed; another one is opened at once. */
  abandoned: 0.05,
} as const
export type TalkEnding = keyof typeof TALK_ENDINGS

export interface TalkPlan {
  /** Of silence before it. */
  pauseMs: number
  packetMs: DurationMs
  spurts: { afterMs: number; packets: number }[]
  ending: TalkEnding
}

const PACKET_MS: readonly DurationMs[] = [20, 20, 20, 10, 40, 60]
/** src/audio/talk-gate.ts: how long an open microphone waits before it ends the talk. */
export const PAUSE_MS = 1_500
const PAUSES_MS = { least: 100, most: 1_200 }
const SPURTS_MS = { least: 60, most: 3_000 }
/** Pauses within a talk: shorter than what ends it, longer than what counts as loss [W20]. */
const BETWEEN_MS = { least: 150, most: 900 }
const MOST_SPURTS = 3

/** `random` is from 0 (inclusive) to 1. */
export function planTalk(random: () => number): TalkPlan {
  const packetMs = PACKET_MS[Math.floor(random() * PACKET_MS.length)] ?? 20
  const spurts = Array.from({ length: 1 + Math.floor(random() ** 2 * MOST_SPURTS) }, (_, index) => ({
    afterMs: index === 0 ? 0 : between(BETWEEN_MS, random()),
    packets: Math.ceil(skewed(SPURTS_MS, random()) / packetMs),
  }))
  return { pauseMs: between(PAUSES_MS, random()), packetMs, spurts, ending: endingAt(random()) }
}

/** Whole slots. */
const between = ({ least, most }: { least: number; most: number }, share: number): number =>
  Math.round((least + share * (most - least)) / SLOT_MS) * SLOT_MS

/** Short ones are as frequent as long ones, by the order of their length. */
const skewed = ({ least, most }: { least: number; most: number }, share: number): number =>
  least * (most / least) ** share

function endingAt(share: number): TalkEnding {
  let left = share
  for (const [ending, weight] of Object.entries(TALK_ENDINGS) as [TalkEnding, number][]) {
    left -= weight
    if (left < 0) return ending
  }
  return 'released'
}
