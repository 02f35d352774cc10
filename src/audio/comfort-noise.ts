/**
 * What is played in a pause: noise like the speaker's own room, at its level or below, so that the line does not seem dead
 * between two sentences. It fades in as the voice ends, out when the pause has become one between talks, and at once when
 * the voice comes back. It is decoration: no figure counts it, and no louder than `MOST_POWER` it covers no voice.
 *
 * Next: src/audio/speaker-playout.ts
 */

import { Background, type NoiseShape, ORDER } from './background.ts'
import { GainRamp } from './gain-ramp.ts'
import { firstOf, QUANTUM_SAMPLES, samplesIn } from './pcm.ts'

/** −50 dBov: 20 dB below somebody who speaks softly. */
const MOST_POWER = 10 ** -5
/** A pause this long ends the talk (src/audio/talk-gate.ts), whether or not its end arrives: until then somebody may go on. */
const HOLD_SAMPLES = samplesIn(1_500)
/** Slow enough that nobody notices when it ends. */
const LEAVING_SAMPLES = samplesIn(1_000)
/** Uniform from −1 to 1 has a third of the power of 1. */
const UNIT = Math.sqrt(3) / 2 ** 31

export class ComfortNoise {
  readonly #background = new Background()
  /** What it gave last, and behind it what it gives now. */
  readonly #made = new Float64Array(ORDER + QUANTUM_SAMPLES)
  readonly #noise = new Float32Array(QUANTUM_SAMPLES)
  /** Moves in 5 ms, as the voice does that ends or begins beside it. */
  #gain = new GainRamp(0)
  #shape: NoiseShape | undefined
  #played = 0
  #isTalkOver = false
  #state = 1

  /** Samples of the speaker, as they were sent. */
  learn(samples: Float32Array): void {
    this.#background.learn(samples)
  }

  /** Nothing is known of the room any more. */
  forget(): void {
    this.#background.forget()
    this.end()
  }

  /** Whether the talk has been said to be over: then nobody is expected to go on, and the noise leaves. */
  set isTalkOver(isOver: boolean) {
    this.#isTalkOver = isOver
    if (isOver) this.#played = Math.max(this.#played, HOLD_SAMPLES)
  }

  /** The voice has ended. */
  begin(): void {
    const shape = this.#background.shape
    if (shape === undefined) return
    const loudness = Math.min(1, Math.sqrt(MOST_POWER / shape.power))
    this.#shape = { ...shape, gain: shape.gain * loudness }
    this.#played = this.#isTalkOver ? HOLD_SAMPLES : 0
    this.#gain.target = 1
  }

  /** The voice is back. */
  end(): void {
    this.#gain.target = 0
  }

  get isSounding(): boolean {
    return this.#shape !== undefined
  }

  /** Adds the next samples to `block`, at most 128. */
  addTo(block: Float32Array): void {
    if (this.#shape === undefined) return
    const noise = firstOf(this.#noise, block.length)
    this.#make(noise, this.#shape)
    this.#gain.apply(noise)
    for (let index = 0; index < noise.length; index += 1) block[index] = (block[index] ?? 0) + (noise[index] ?? 0)
    if (this.#gain.isShut || this.#played >= HOLD_SAMPLES + LEAVING_SAMPLES) this.#stop()
  }

  #stop(): void {
    this.#shape = undefined
    this.#made.fill(0)
    this.#gain = new GainRamp(0)
  }

  #make(noise: Float32Array, { gain, taps }: NoiseShape): void {
    const made = this.#made
    for (let index = 0; index < noise.length; index += 1) {
      let sample = gain * this.#random()
      for (let tap = 0; tap < ORDER; tap += 1) sample += (taps[tap] ?? 0) * (made[ORDER + index - 1 - tap] ?? 0)
      made[ORDER + index] = sample
      noise[index] = sample * this.#presence()
    }
    made.copyWithin(0, noise.length, noise.length + ORDER)
  }

  /** How much of it is there at this sample of the pause. */
  #presence(): number {
    this.#played += 1
    return Math.max(0, Math.min(1, 1 - (this.#played - HOLD_SAMPLES) / LEAVING_SAMPLES))
  }

  /** White noise of power 1, by a linear congruential generator (D. Knuth and H. Lewis). */
  #random(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) | 0
    return this.#state * UNIT
  }
}
