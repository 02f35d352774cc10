/**
 * The real decoder, watched: which packet is decoded for which moment of the output, and where something is made up. From
 * this, and not from what the engine says of itself, delays and gaps are reckoned.
 *
 * Next: bench/voice/account.ts
 */

import { FADE_MS } from '../../src/audio/gain-ramp.ts'
import { FRAME_SAMPLES, QUANTUM_SAMPLES, SLOT_SAMPLES, samplesIn } from '../../src/audio/pcm.ts'
import { slotOf } from './tag.ts'
import { UntaggingDecoder } from './untagging-decoder.ts'

/** A packet's sound, from this sample of the output on. */
export interface Played {
  slot: number
  at: number
  samples: number
  /** What the playout delay aimed at just then. */
  targetMs: number
}

export interface MadeUp {
  at: number
  samples: number
}

/** As much as a fade is made up beneath what follows, and stands in for nothing. */
const FADE_SAMPLES = samplesIn(FADE_MS)

export class TracedDecoder extends UntaggingDecoder {
  readonly played: Played[] = []
  readonly madeUp: MadeUp[] = []
  /** The first sample of the block that is being rendered. */
  blockAt = 0
  targetMs = 0
  /** Where what was decoded last ends. */
  #end = 0

  override decode(packet: Uint8Array | null, samples: number): Float32Array {
    if (packet !== null) this.#play(slotOf(packet), samples)
    else if (samples > FADE_SAMPLES) this.madeUp.push(this.#next(samples))
    return super.decode(packet, samples)
  }

  override recover(next: Uint8Array, samples: number): Float32Array {
    this.#play(slotOf(next) - samples / SLOT_SAMPLES, samples)
    return super.recover(next, samples)
  }

  #play(slot: number, samples: number): void {
    this.played.push({ slot, ...this.#next(samples), targetMs: this.targetMs })
  }

  /**
   * It is decoded when what was there before is used up, within this block: there where that ended, if it did. If not, some
   * of that was left out or repeated, and it is in the middle as likely as anywhere; after silence it is the begin.
   */
  #next(samples: number): MadeUp {
    const isHere = this.#end >= this.blockAt && this.#end < this.blockAt + QUANTUM_SAMPLES
    const isSilent = this.blockAt - this.#end >= FRAME_SAMPLES
    const at = isHere ? this.#end : isSilent ? this.blockAt : this.blockAt + QUANTUM_SAMPLES / 2
    this.#end = at + samples
    return { at, samples }
  }
}
