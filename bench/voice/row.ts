/** The figures of one trace and one buffer, from what was said and what was heard. */

import { SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { SLOT_MS } from '../../src/protocol/packet.ts'
import { median, percentile, round } from '../statistics.ts'
import { type Account, accountOf, type Gap, type Sounded } from './account.ts'
import { decimate, LOW_RATE_HZ } from './decimate.ts'
import { heardAtMs } from './heard-at.ts'
import { lagMs } from './lag.ts'
import { secondsOf } from './link.ts'
import type { Heard } from './listening.ts'
import type { Said as SaidPacket } from './sender.ts'
import type { Said as SaidSound } from './stoi.ts'
import { type Stall, stallsUntil, type Trace } from './trace.ts'

export interface Row {
  trace: string
  buffer: string
  /** Mouth to ear, of all that was played. */
  p50Ms: number
  p95Ms: number
  maxMs: number
  /** Of the talk's time outside stalls: made up, or silent. */
  concealedShare: number
  stoi: number
  /** 60 ms or more made up or silent inside a spurt, per minute of talk. */
  interruptionsPerMinute: number
  /** Of these, the ones that are no stall's. */
  outsideStallsPerMinute: number
  /** Of the talk: left out without a gap. */
  skippedShare: number
  /** Where correlation finds the sound, beside where the bookkeeping has it: the median of the difference, which is added. */
  laterMs: number
}

/** What a trial says, prepared once for all that is heard of it. */
export interface Spoken {
  packets: readonly SaidPacket[]
  /** At 10 kHz. */
  low: Float32Array
  sound: SaidSound
}

/** An interruption: less is bridged by the ear. */
const INTERRUPTION_MS = 60
/** This close to a stall, what happens is the stall's doing. */
const STALL_MARGIN_MS = 2_000
/** Pieces whose place is checked by correlation. */
const CHECKS = 30

export function rowOf(trace: Trace, buffer: string, spoken: Spoken, heard: Heard): Row {
  const { packets } = spoken
  const low = decimate(heard.samples)
  const reckoned = accountOf(packets, heard.trace, trace.driftPpm)
  const laterMs = medianLagMs(spoken, reckoned, low)
  const account = accountOf(packets, heard.trace, trace.driftPpm, laterMs)
  const stalls = stallsUntil(trace, (heard.samples.length * 1000) / SAMPLE_RATE_HZ)
  const isOutside = ({ fromMs, toMs }: Stall) =>
    stalls.every((stall) => toMs < stall.fromMs - STALL_MARGIN_MS || fromMs > stall.toMs + STALL_MARGIN_MS)
  const delaysMs = account.sounded.map(({ delayMs }) => delayMs)
  const talkMs = lengthMs(packets)
  const quietMs = lengthMs(packets.filter((packet) => isOutside(spanOf(packet, trace))))
  const interruptions = account.gaps.filter(isInterruption)
  return {
    trace: trace.name,
    buffer,
    p50Ms: round(median(delaysMs), 1),
    p95Ms: round(percentile(delaysMs, 0.95), 1),
    maxMs: round(percentile(delaysMs, 1), 1),
    concealedShare: round(gapMs(account.gaps.filter(isOutside)) / quietMs, 5),
    stoi: round(intelligibility(spoken, account, low), 4),
    interruptionsPerMinute: round(interruptions.length / (talkMs / 60_000)),
    outsideStallsPerMinute: round(interruptions.filter(isOutside).length / (quietMs / 60_000)),
    skippedShare: round(account.skippedMs / talkMs, 5),
    laterMs: round(laterMs, 1),
  }
}

export const isInterruption = ({ fromMs, toMs, isHeard }: Gap): boolean => isHeard && toMs - fromMs >= INTERRUPTION_MS

const gapMs = (gaps: readonly Gap[]): number => gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)

const lengthMs = (packets: readonly SaidPacket[]): number =>
  packets.reduce((sum, { slot, endSlot }) => sum + (endSlot - slot) * SLOT_MS, 0)

function spanOf({ slot, endSlot }: SaidPacket, { driftPpm }: Trace): Stall {
  return { fromMs: slot * SLOT_MS * secondsOf(driftPpm), toMs: endSlot * SLOT_MS * secondsOf(driftPpm) }
}

/** Times at 10 kHz, by the sender's clock and by the listener's. */
const toSample = (ms: number): number => Math.round((ms * LOW_RATE_HZ) / 1000)
const toMs = (sample: number): number => (sample * 1000) / LOW_RATE_HZ

function intelligibility({ packets, sound }: Spoken, { sounded }: Account, low: Float32Array): number {
  const moment = heardAtMs(packets, sounded)
  return sound.intelligibility(low, (saidAt) => toSample(moment(toMs(saidAt))))
}

function medianLagMs({ packets, low: said }: Spoken, { sounded }: Account, low: Float32Array): number {
  const loud = sounded.filter(({ packet }) => (packets[packet]?.level ?? 127) < 30)
  const every = Math.max(1, Math.floor(loud.length / CHECKS))
  const moment = heardAtMs(packets, sounded)
  const lags = loud
    .filter((_, index) => index % every === 0)
    .map(({ packet }: Sounded) => {
      const saidAtMs = (packets[packet]?.slot ?? 0) * SLOT_MS
      return lagMs(said, toSample(saidAtMs), low, toSample(moment(saidAtMs)))
    })
    .filter((lag) => lag !== undefined)
  return lags.length === 0 ? 0 : median(lags)
}
