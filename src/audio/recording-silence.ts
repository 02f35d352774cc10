/**
 * What of a voice message is silence, and how much of it stays: a little before the first sound and behind the last. What
 * is doubtful is kept.
 */

import { DEAD_LEVEL } from './music-activity.ts'
import { FRAME_MS } from './pcm.ts'
import type { SoundProfile } from './sound-profile.ts'

/** Softer than the softest speech into a telephone, as loud as a quiet room through a microphone with gain control. */
const SILENT_DBOV = 50
/** Words begin and end more softly than what tells them from silence: a consonant, a breath, the room dying away. */
const KEPT_SILENCE_MS = 300
export const KEPT_SILENCE_FRAMES = KEPT_SILENCE_MS / FRAME_MS

/** `level`: −dBov. `voiced`: by src/audio/voice-activity.ts, which finds a voice below that bound where the place is quiet. What is soft in music belongs to it. */
export const isHeard = (level: number, voiced: boolean, profile: SoundProfile = 'voice'): boolean =>
  voiced || level < (profile === 'music' ? DEAD_LEVEL : SILENT_DBOV)

/** How many of `frames` frames stay where the last that was heard is number `lastHeard`, −1 for none. */
export const framesKept = (frames: number, lastHeard: number): number =>
  lastHeard < 0 ? 0 : Math.min(frames, lastHeard + 1 + KEPT_SILENCE_FRAMES)
