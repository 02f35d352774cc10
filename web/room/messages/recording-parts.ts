/** What recording a message needs of the SDK, of the desk and of the room's messages. Types alone. */

import type { SendOptions, VoiceMessages, VoiceRecorder } from '../../../src/client/index.ts'
import type { Desk } from '../../devices/desk.ts'
import type { Air, OffAir } from './off-air.ts'

export type Recorder = Pick<
  VoiceRecorder,
  | 'state'
  | 'durationMs'
  | 'waveform'
  | 'warnings'
  | 'error'
  | 'isOver'
  | 'on'
  | 'stop'
  | 'resume'
  | 'audio'
  | 'send'
  | 'discard'
  | 'leave'
>

export interface RecordingParts {
  record(options: Parameters<VoiceMessages['record']>[0]): Promise<Recorder>
  desk: Pick<Desk, 'microphone' | 'openMicrophone' | 'closeMicrophone'>
  /** Nothing else sounds while the microphone listens. */
  quiet: () => void
  /** Keeps me muted in the room while a message stands still. */
  offAir: Pick<OffAir, 'begin' | 'end' | 'forget'>
  /** Whether the room hears me now. */
  air: () => Air
  /** What goes along with the message: what it answers, whether it burns. */
  options: () => SendOptions
  onSent: () => void
  onDiscarded: (undo: () => Promise<void>) => void
}
