/**
 * Whether there is anything to send while music is played: everything that a microphone or an instrument brings, for what
 * is soft in music belongs to it. Only a line that is dead, with nothing plugged in or played into it, is silence.
 */

import { FRAME_MS } from './pcm.ts'

/** −dBov. Converters' own noise lies above; what lies below, no listener's converter plays. */
export const DEAD_LEVEL = 90
/** Longer than any rest that a player would want to hear the room in. */
const HANGOVER_MS = 5_000
const HANGOVER_FRAMES = HANGOVER_MS / FRAME_MS

export class MusicActivity {
  #framesLeft = 0

  /** Takes the next frame's level, −dBov; returns whether it is sent. */
  push(level: number): boolean {
    this.#framesLeft = level < DEAD_LEVEL ? HANGOVER_FRAMES : Math.max(0, this.#framesLeft - 1)
    return this.#framesLeft > 0
  }
}
