/**
 * What came of a talk: how late each packet's sound was, and where the listener got something else or nothing instead.
 * Times are of the listener's clock, in ms from the first sample on.
 *
 * Next: bench/voice/row.ts
 */

import { SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { SLOT_MS } from '../../src/protocol/packet.ts'
import { secondsOf } from './link.ts'
import type { Said } from './sender.ts'
import type { MadeUp, Played } from './traced-decoder.ts'

/** libopus as `voip` looks ahead by 312 samples: what it decodes comes so much behind what it was given. */
export const LOOKAHEAD_MS = 312 / 48
/** A packet this quiet, in −dBov, is a pause within a spurt. */
const QUIET_LEVEL = 50
/** Playing moves by less when a pitch period is repeated; more is silence, or made up. */
const MOST_REPEATED_MS = 20

/** From one talk-start or pause of the sender to the next: the packets of `said` from `first` to before `end`. */
export interface Spurt {
  first: number
  end: number
}

export interface Sounded {
  /** Of `said`, by index. */
  packet: number
  fromMs: number
  toMs: number
  /** From the microphone to here, for the packet's first sample. */
  delayMs: number
  /** What the playout delay aimed at just then. */
  targetMs: number
  /** Something was made up since the packet before. */
  isAfterMadeUp: boolean
}

/** Something made up or nothing, in place of what was said. */
export interface Gap {
  fromMs: number
  toMs: number
  /** Not in a pause within the spurt, where nobody notices. */
  isHeard: boolean
}

export interface Account {
  spurts: Spurt[]
  sounded: Sounded[]
  gaps: Gap[]
  /** Talk, pauses not counted, that was never played though nothing was made up for it. */
  skippedMs: number
}

/** What the watched decoder tells. */
export interface Traced {
  played: readonly Played[]
  madeUp: readonly MadeUp[]
}

/** `laterMs` is how long decoded sound waits before it is heard. */
export function accountOf(said: readonly Said[], trace: Traced, driftPpm: number, laterMs = 0): Account {
  const madeUpAt = trace.madeUp.map(({ at }) => at)
  let madeUp = 0
  const places = new Map(said.map(({ slot }, index) => [slot, index]))
  const sounded = trace.played.flatMap(({ slot, at, samples, targetMs }): Sounded[] => {
    const packet = places.get(slot)
    if (packet === undefined) return []
    const fromMs = (at * 1000) / SAMPLE_RATE_HZ + laterMs
    const toMs = fromMs + (samples * 1000) / SAMPLE_RATE_HZ
    const delayMs = fromMs + LOOKAHEAD_MS - slot * SLOT_MS * secondsOf(driftPpm)
    const before = madeUp
    while ((madeUpAt[madeUp] ?? Number.POSITIVE_INFINITY) < at) madeUp += 1
    return [{ packet, fromMs, toMs, delayMs, targetMs, isAfterMadeUp: madeUp > before }]
  })
  const spurts = spurtsOf(said)
  const account: Account = { spurts, sounded, gaps: [], skippedMs: 0 }
  const bySpurt = Map.groupBy(sounded, ({ packet }) => spurts.findIndex(({ end }) => packet < end))
  let lastMs = 0
  spurts.forEach((spurt, index) => {
    const heard = bySpurt.get(index) ?? []
    addGaps(account, said, spurt, heard, lastMs)
    lastMs = heard.at(-1)?.toMs ?? lastMs
  })
  return account
}

export function spurtsOf(said: readonly Said[]): Spurt[] {
  const spurts: Spurt[] = []
  said.forEach((packet, index) => {
    const last = spurts.at(-1)
    if (last === undefined || packet.talkStart || said[index - 1]?.endSlot !== packet.slot) {
      spurts.push({ first: index, end: index + 1 })
    } else last.end = index + 1
  })
  return spurts
}

function addGaps(
  account: Account,
  said: readonly Said[],
  spurt: Spurt,
  heard: readonly Sounded[],
  sinceMs: number,
): void {
  const [first, last] = [heard[0], heard.at(-1)]
  if (first === undefined || last === undefined) {
    const ms = loudMs(said, spurt.first, spurt.end)
    if (ms > 0) account.gaps.push({ fromMs: sinceMs, toMs: sinceMs + ms, isHeard: true })
    return
  }
  const before = loudMs(said, spurt.first, first.packet)
  if (before > 0) account.gaps.push({ fromMs: first.fromMs - before, toMs: first.fromMs, isHeard: true })
  for (const [at, next] of heard.entries()) {
    const previous = heard[at - 1]
    if (previous !== undefined) addBetween(account, said, previous, next)
  }
  const behind = loudMs(said, last.packet + 1, spurt.end)
  if (behind > 0) account.gaps.push({ fromMs: last.toMs, toMs: last.toMs + behind, isHeard: true })
}

function addBetween(account: Account, said: readonly Said[], previous: Sounded, next: Sounded): void {
  const gapMs = next.fromMs - previous.toMs
  const missingMs = loudMs(said, previous.packet + 1, next.packet)
  if (gapMs > MOST_REPEATED_MS || (gapMs > 0 && next.isAfterMadeUp)) {
    const isHeard = missingMs > 0 || !isQuiet(said[previous.packet]) || !isQuiet(said[next.packet])
    account.gaps.push({ fromMs: previous.toMs, toMs: next.fromMs, isHeard })
  }
  account.skippedMs += Math.max(0, missingMs - Math.max(0, gapMs))
}

const isQuiet = (packet: Said | undefined): boolean => packet === undefined || packet.level >= QUIET_LEVEL

function loudMs(said: readonly Said[], from: number, end: number): number {
  let slots = 0
  for (let index = from; index < end; index += 1) {
    const packet = said[index]
    if (packet !== undefined && !isQuiet(packet)) slots += packet.endSlot - packet.slot
  }
  return slots * SLOT_MS
}
