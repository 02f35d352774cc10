/** What the page is told when another device has taken the place of the one before by itself. */

import type { DeviceMove } from './device-follower.ts'

export interface DeviceChange {
  readonly kind: 'microphone' | 'speaker'
  /**
   * `lost`: it was unplugged, or broke. `returned`: the chosen one is back, or after none one is there again.
   * `system`: the user never chose, and the system has chosen another.
   */
  readonly why: DeviceMove
  /** Labels; empty where there was or is none, or where the browser does not tell: the system's choice of a speaker. */
  readonly from: string
  readonly to: string
}
