/** A runtime for as long as a trial lasts, however it ends. Trials may run beside each other: each has ports of its own. */

import { firstFreePort } from '../../scripts/set-up/free-port.mjs'
import { type Runtime, startRuntime } from '../runtime.ts'

/**
 * Behind the ports that runtimes choose for themselves; test files that run beside each other have places of their own, which
 * none leaves however many runtimes its process has started before.
 */
const PORT_RANGE = 500
const FIRST_PORT = 10_200 + PORT_RANGE * Number(process.env.VITEST_POOL_ID ?? 0)
const PORTS_EACH = 20

type RuntimeOptions = NonNullable<Parameters<typeof startRuntime>[0]>

let started = 0

export async function onRuntime<T>(options: RuntimeOptions, use: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await startForTrial(options)
  try {
    return await use(runtime)
  } finally {
    await runtime.stop()
  }
}

/** For a trial that ends its runtime itself. */
export async function startForTrial(options: RuntimeOptions = {}): Promise<Runtime> {
  const port = await firstFreePort(FIRST_PORT + ((PORTS_EACH * started++) % PORT_RANGE))
  if (port === undefined) throw new Error(`No free port from ${FIRST_PORT} on.`)
  return startRuntime({ ...options, port })
}
