/** The answers of the trials with a question of their own, by name; of those that were asked. */

import type { CaptureResult } from './capture.ts'
import type { CrowdResult } from './crowd.ts'
import type { DriftResult } from './drift.ts'
import type { FecResult } from './fec.ts'
import type { NoiseResult } from './noise.ts'
import type { PausesResult } from './pauses.ts'
import type { StallResult } from './stall.ts'
import type { UplinkResult } from './uplink.ts'

export const SPECIAL_NAMES = ['stall', 'fec', 'drift', 'crowd', 'capture', 'uplink', 'noise', 'pauses'] as const

export interface SpecialResults {
  stall?: StallResult[]
  fec?: FecResult[]
  drift?: DriftResult[]
  crowd?: CrowdResult
  capture?: CaptureResult
  uplink?: UplinkResult[]
  noise?: NoiseResult[]
  pauses?: PausesResult[]
}
