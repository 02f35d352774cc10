/**
 * In-band FEC: one packet in ten is lost, each by itself, as on a DataChannel. How much of the intelligibility that loss
 * costs does FEC bring back, beside concealment alone?
 */

import { COMPLEXITY } from '../../../src/client/opus.ts'
import { round } from '../../statistics.ts'
import { ADAPTIVE } from '../buffers.ts'
import { makeVoiceEncoder, type VoiceSettings } from '../codec.ts'
import { decimate } from '../decimate.ts'
import { rowOf } from '../row.ts'
import { play } from '../scene.ts'
import { Said } from '../stoi.ts'
import { talkOf } from '../talk.ts'
import type { Trace } from '../trace.ts'
import { readTrace } from '../trace-files.ts'

const BITRATES = [24_000, 32_000]
/** One that takes half the time, and the SDK's. */
const COMPLEXITIES = [5, COMPLEXITY]
const LOSS_PERCENT = 10

export interface FecResult {
  bitrate: number
  complexity: number
  /** Intelligibility without loss, with loss that is concealed, and with loss that FEC recovers. */
  lossless: number
  concealed: number
  recovered: number
  /** Of the gap between the first two. */
  closedShare: number
}

export async function tryFec(minutes: number): Promise<FecResult[]> {
  const talk = talkOf(minutes)
  const low = decimate(talk)
  const sound = new Said(low)
  const lossy = readTrace('datachannel')
  const clean: Trace = { ...lossy, delaysMs: lossy.delaysMs.map((delayMs) => delayMs ?? lossy.rttMs / 2) }
  const intelligibility = async (settings: VoiceSettings, trace: Trace) => {
    const encoder = await makeVoiceEncoder(settings)
    const heard = await play({ talk, encoder, trace, buffer: ADAPTIVE })
    return rowOf(trace, ADAPTIVE, { packets: heard.said, low, sound }, heard).stoi
  }
  const results: FecResult[] = []
  for (const complexity of COMPLEXITIES) {
    for (const bitrate of BITRATES) {
      const plain = { bitrate, complexity, expectedLossPercent: 0 }
      const lossless = await intelligibility(plain, clean)
      const concealed = await intelligibility(plain, lossy)
      const recovered = await intelligibility({ ...plain, expectedLossPercent: LOSS_PERCENT }, lossy)
      const closedShare = round((recovered - concealed) / (lossless - concealed), 3)
      results.push({ bitrate, complexity, lossless, concealed, recovered, closedShare })
    }
  }
  return results
}
