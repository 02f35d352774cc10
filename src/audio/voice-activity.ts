/**
 * Whether somebody speaks: a frame counts when it rises above the noise of the place, and what follows counts for half a
 * second more, so that the ends of words and the gaps between them stay whole.
 */

import { HighPass } from './high-pass.ts'
import { decibels, powerOf } from './level.ts'
import { NoiseFloor } from './noise-floor.ts'
import { FRAME_MS, FRAME_SAMPLES } from './pcm.ts'

/** What a voice must rise above the floor to be one: steady noise strays by 2 dB at most, soft speech starts at 10. */
const ONSET_DB = 9
/** Once somebody speaks, less will do: the threshold has two edges, so that a voice near it does not flutter. */
const STAY_DB = 6
/** Longer than the pauses between words, shorter than those between sentences. */
const HANGOVER_MS = 500
const HANGOVER_FRAMES = HANGOVER_MS / FRAME_MS
/** Rumble, hum of the mains and thumps on the table lie below, voices above. */
const HIGH_PASS_HZ = 100
/** Below one step of a 16-bit converter there is nothing: log of zero must not come up. */
const DIGITAL_SILENCE = (1 / 32_768) ** 2

export class VoiceActivity {
  readonly #highPass = new HighPass(HIGH_PASS_HZ)
  readonly #filtered = new Float32Array(FRAME_SAMPLES)
  readonly #floor = new NoiseFloor()
  #framesLeft = 0
  #voiced = false

  /** Takes the next frame; returns whether it belongs to speech, pauses between words included. */
  push(frame: Float32Array): boolean {
    this.#highPass.filter(frame, this.#filtered)
    const levelDbov = decibels(Math.max(powerOf(this.#filtered), DIGITAL_SILENCE))
    const aboveDb = levelDbov - this.#floor.push(levelDbov)
    this.#voiced = aboveDb > (this.speaking ? STAY_DB : ONSET_DB)
    this.#framesLeft = this.#voiced ? HANGOVER_FRAMES : Math.max(0, this.#framesLeft - 1)
    return this.speaking
  }

  get speaking(): boolean {
    return this.#framesLeft > 0
  }

  /** Whether the last frame itself held a voice. */
  get voiced(): boolean {
    return this.#voiced
  }
}
