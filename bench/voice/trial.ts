/** One trace with each of several buffers: the talk is encoded and carried once, and heard as often as there are buffers. */

import { samplesIn } from '../../src/audio/pcm.ts'
import { BITRATE } from '../../src/client/opus.ts'
import { newDelay } from './buffers.ts'
import { makeVoiceEncoder, takeDecoder } from './codec.ts'
import { decimate } from './decimate.ts'
import { carry } from './link.ts'
import { listen } from './listening.ts'
import { type Row, rowOf } from './row.ts'
import { AFTER_MS } from './scene.ts'
import { send } from './sender.ts'
import { Said } from './stoi.ts'
import { talkOf } from './talk.ts'
import type { Trace } from './trace.ts'

export async function tryTrace(trace: Trace, buffers: readonly string[], minutes: number): Promise<Row[]> {
  const talk = talkOf(minutes)
  const encoder = await makeVoiceEncoder({ bitrate: BITRATE, expectedLossPercent: trace.fecPercent })
  const { departures, said: packets } = send(talk, encoder, trace.messageMs)
  const arrivals = carry(departures, trace)
  const low = decimate(talk)
  const spoken = { packets, low, sound: new Said(low) }
  const into = new Float32Array(talk.length + samplesIn(AFTER_MS))
  const rows: Row[] = []
  for (const buffer of buffers) {
    const decoder = await takeDecoder()
    rows.push(rowOf(trace, buffer, spoken, listen({ arrivals, decoder, delay: newDelay(buffer, trace), into })))
  }
  return rows
}
