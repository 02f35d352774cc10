/** The microphone and the room's silence, which a recorder takes together and gives back together. */

import type { VoiceAudio } from '../voice-audio.ts'

export class MicrophoneClaim {
  readonly #audio: Pick<VoiceAudio, 'microphone' | 'openMicrophone' | 'closeMicrophone'>
  readonly #hold: (held: boolean) => void
  /** It was opened for this. */
  #isOwn = false

  /** `hold`: while `held`, nothing that the microphone takes in goes to the room. */
  constructor(audio: VoiceAudio, hold: (held: boolean) => void) {
    this.#audio = audio
    this.#hold = hold
  }

  /** @throws {EarshotError} what opening a microphone throws */
  async take(): Promise<void> {
    this.#hold(true)
    if (this.#audio.microphone !== undefined) return
    this.#isOwn = true
    try {
      await this.#audio.openMicrophone()
    } catch (error) {
      this.give()
      throw error
    }
  }

  give(): void {
    if (this.#isOwn) this.#audio.closeMicrophone()
    this.#isOwn = false
    this.#hold(false)
  }
}
