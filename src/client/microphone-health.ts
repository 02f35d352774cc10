/**
 * Notices a microphone that is open and brings nothing, or more than it can carry. Pure: it counts frames of 20 ms.
 */

import { SILENT_LEVEL } from '../protocol/packet.ts'

export type MicrophoneFault = 'no-sound' | 'too-loud'

/** A microphone that is alive brings its own noise, at −90 dBov or so; one that is shut by a switch, a driver or a system brings zeros. */
const NO_SOUND_FRAMES = 250
/** Of the voice of the last seconds … */
const JUDGED_FRAMES = 150
/** … so much distorts what everybody hears: a laugh or a bump against the table is less. */
const CLIPPED_SHARE = 0.05

export class MicrophoneHealth {
  #silentFrames = 0
  #voiced = 0
  #clipped = 0
  #isSilenceTold = false
  #isLoudnessTold = false

  /**
   * Takes `frames` frames of an open microphone: the loudest one's −dBov, how many held a voice, how many of them were
   * clipped. Answers what is wrong, once until it has been right again.
   */
  push(frames: number, level: number, voiced: number, clipped: number): MicrophoneFault | undefined {
    this.#silentFrames = level === SILENT_LEVEL ? this.#silentFrames + frames : 0
    if (this.#silentFrames === 0) this.#isSilenceTold = false
    if (this.#silentFrames >= NO_SOUND_FRAMES && !this.#isSilenceTold) {
      this.#isSilenceTold = true
      return 'no-sound'
    }
    this.#voiced += voiced
    this.#clipped += Math.min(clipped, voiced)
    return this.#voiced >= JUDGED_FRAMES ? this.#judgeLoudness() : undefined
  }

  /** Another microphone, or none. */
  reset(): void {
    this.#silentFrames = this.#voiced = this.#clipped = 0
    this.#isSilenceTold = this.#isLoudnessTold = false
  }

  #judgeLoudness(): MicrophoneFault | undefined {
    const isTooLoud = this.#clipped > CLIPPED_SHARE * this.#voiced
    const isNews = isTooLoud && !this.#isLoudnessTold
    this.#isLoudnessTold = isTooLoud
    this.#voiced = this.#clipped = 0
    return isNews ? 'too-loud' : undefined
  }
}
