/** The trials that are no trace with a buffer, by name. Each takes the minutes of talk that a trace gets. */

import { tryCapture } from './capture.ts'
import { tryCrowd } from './crowd.ts'
import { tryDrift } from './drift.ts'
import { tryFec } from './fec.ts'
import { tryNoise } from './noise.ts'
import { tryPauses } from './pauses.ts'
import { tryStall } from './stall.ts'
import { tryUplink } from './uplink.ts'

export const SPECIAL_TRIALS: Record<string, (minutes: number) => Promise<unknown>> = {
  fec: tryFec,
  stall: tryStall,
  drift: tryDrift,
  crowd: tryCrowd,
  capture: tryCapture,
  uplink: tryUplink,
  noise: tryNoise,
  pauses: tryPauses,
}
