/**
 * The receiving half under a virtual clock: messages into the mixer of the SDK when they arrive, and its samples out, a
 * block of 128 at a time as an audio thread asks for them.
 */

import type { OpusDecoder } from '../../src/audio/codec.ts'
import { Mixer } from '../../src/audio/mixer.ts'
import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import type { PlayoutDelay } from '../../src/audio/playout-delay.ts'
import type { Arrival } from './link.ts'
import { TracedDecoder } from './traced-decoder.ts'

const QUANTUM_MS = (QUANTUM_SAMPLES * 1000) / SAMPLE_RATE_HZ

export interface Heard {
  /** Filled from its begin. */
  samples: Float32Array
  trace: TracedDecoder
}

export interface Listening {
  arrivals: readonly Arrival[]
  decoder: OpusDecoder
  delay: PlayoutDelay
  /** Where to write what is heard; its length says how long to listen. */
  into: Float32Array
}

/** One talker as heard. The decoder is used up. */
export function listen({ arrivals, decoder, delay, into }: Listening): Heard {
  const trace = new TracedDecoder(decoder)
  const mixer = new Mixer({ newDecoder: () => trace, newDelay: () => delay })
  let next = 0
  for (let at = 0; at + QUANTUM_SAMPLES <= into.length; at += QUANTUM_SAMPLES) {
    const nowMs = (at / QUANTUM_SAMPLES) * QUANTUM_MS
    trace.blockAt = at
    trace.targetMs = delay.targetMs
    for (; next < arrivals.length; next += 1) {
      const arrival = arrivals[next] as Arrival
      if (arrival.atMs > nowMs) break
      mixer.receive(arrival.bytes, nowMs)
    }
    mixer.render(into.subarray(at, at + QUANTUM_SAMPLES), nowMs)
  }
  mixer.clear()
  return { samples: into, trace }
}
