/** What a recorder says, and what it needs of the page around it. */

import type { MessagesLink } from './messages-link.ts'
import type { OutgoingMessage } from './outgoing-message.ts'
import type { RecordingEars, RecordingPort } from './recording-node.ts'

export type RecorderState = 'recording' | 'paused' | 'stopped'

/**
 * `no-sound`: nothing has been heard so far. `storage-low`: this device has no room for more, or keeps nothing at all.
 * `too-long`: in five minutes the recording stops by itself.
 */
export type RecordingWarning = 'no-sound' | 'storage-low' | 'too-long'

export interface RecorderEvents {
  /** `state`, `durationMs`, `waveform`, `warnings` or `error` is another. 25 a second while it records. */
  change: () => void
  /** −dBov of the last 20 ms: 0 loudest, 127 silence. */
  level: (level: number) => void
  /** Once for each: before sending, not after. */
  warning: (warning: RecordingWarning) => void
}

/** What is known of a recording that is on its way. */
export interface Recorded {
  readonly id: string
  readonly recordedAtMs: number
  readonly durationMs: number
  readonly waveform: readonly number[]
}

export interface RecorderParts {
  id: string
  recordedAtMs: number
  /** Of what there is already: one byte for each frame (src/client/messages/level-bytes.ts). */
  levels: Uint8Array
  link: MessagesLink
  /** The microphone's frames come to `ears` from now on; its packets go to the worker. */
  listen(ears: RecordingEars): RecordingPort
  /** Sees to it that a microphone is open, and that the room hears nothing of it. */
  claim(): Promise<void>
  /** Gives both back. */
  yield(): void
  /** It is on its way. */
  sent(recorded: Recorded): OutgoingMessage
  name(): string
}
