/** Earshot in the Workers runtime, bundled as for deployment. */

import { startRuntime } from '../../runtime.ts'
import { processorTime } from './processor-time.ts'
import type { Server } from './server.ts'

export async function startEarshotServer(): Promise<Server> {
  const { origin, workerdPid, kill } = await startRuntime()
  return { origin, cpuMs: () => processorTime(workerdPid), stop: kill }
}
