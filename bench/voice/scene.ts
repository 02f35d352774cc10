/** A talk over a link into one listener's ear, for trials that look at it from close by. */

import type { OpusEncoder } from '../../src/audio/codec.ts'
import { samplesIn } from '../../src/audio/pcm.ts'
import { type Account, accountOf } from './account.ts'
import { newDelay } from './buffers.ts'
import { takeDecoder } from './codec.ts'
import { carry } from './link.ts'
import { type Heard, listen } from './listening.ts'
import { type Said, send } from './sender.ts'
import type { Trace } from './trace.ts'

export interface Scene {
  talk: Float32Array
  encoder: OpusEncoder
  trace: Trace
  buffer: string
}

export interface Played extends Heard {
  said: readonly Said[]
  account: Account
}

/** The talk's last word is heard after it was said. */
export const AFTER_MS = 3_000

export async function play({ talk, encoder, trace, buffer }: Scene): Promise<Played> {
  const { departures, said } = send(talk, encoder, trace.messageMs)
  const heard = listen({
    arrivals: carry(departures, trace),
    decoder: await takeDecoder(),
    delay: newDelay(buffer, trace),
    into: new Float32Array(talk.length + samplesIn(AFTER_MS)),
  })
  return { ...heard, said, account: accountOf(said, heard.trace, trace.driftPpm) }
}
