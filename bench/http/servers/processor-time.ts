/** Processor time of a server's process, where the system tells. */

import { canMeasureProcesses, usageOf } from '../../relay/process-usage.ts'

/** NaN where there is no /proc. */
export const processorTime = (pid: number): number => (canMeasureProcesses() ? usageOf(pid).cpuMs : Number.NaN)
