/** What a `VoiceAudio` tells of microphone, speakers and sound. */

import type { DeviceChange } from './device-change.ts'
import type { EarshotError } from './errors.ts'
import type { MicrophoneFault } from './microphone-health.ts'
import type { Interruption } from './recovery.ts'

export interface VoiceAudioEvents {
  /** −dBov of the microphone now: 0 is the loudest, 127 silence. 25 a second while one is open. */
  'microphone-level': (level: number) => void
  /** Another microphone, or none. */
  microphone: () => void
  /** The open microphone has brought nothing at all for 5 s, or distorts the voice: once until it has been right again. */
  'microphone-fault': (fault: MicrophoneFault) => void
  /** Something was plugged in or out. */
  devices: () => void
  /** One device has taken the place of another by itself: that was unplugged, or the chosen one is back. */
  'device-changed': (change: DeviceChange) => void
  /** The browser lets sound through, or has stopped it: see `unlock`. */
  running: (running: boolean) => void
  /** A call or another application has taken microphone or sound away, or gives them back: see `recover`. */
  interruption: (interruption: Interruption) => void
  /** The open microphone is gone, and no other takes its place. It is opened again when one is plugged in. */
  'microphone-error': (error: EarshotError) => void
}
