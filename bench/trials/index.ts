/** The trials by the names that `--trials` takes. */

import { deploy } from './deploy.ts'
import { heal } from './heal.ts'
import { hostile } from './hostile.ts'
import { kill } from './kill.ts'
import { messages } from './messages.ts'
import { openMics } from './open-mics.ts'
import { resumeSignals } from './resume-signals.ts'
import { rotation } from './rotation.ts'
import { stall } from './stall.ts'
import type { TrialOptions } from './trial.ts'

export const TRIALS: Readonly<Record<string, (options: TrialOptions) => Promise<object>>> = {
  stall,
  kill,
  deploy,
  'open-mics': openMics,
  hostile,
  'resume-signals': resumeSignals,
  heal,
  rotation,
  messages,
}
