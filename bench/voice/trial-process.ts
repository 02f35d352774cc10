/** One trial in a process of its own: takes an order as a message, answers with the result, and is gone. */

import type { Order } from './processes.ts'
import { SPECIAL_TRIALS } from './special/index.ts'
import { readTrace } from './trace-files.ts'
import { tryTrace } from './trial.ts'

/** Nobody waits for the result any more. */
process.once('disconnect', () => process.exit())

process.once('message', async (order: Order) => {
  const result = await resultOf(order)
  process.send?.(result, () => process.disconnect())
})

function resultOf(order: Order): Promise<unknown> {
  if (order.kind === 'trace') return tryTrace(readTrace(order.trace), order.buffers, order.minutes)
  const trial = SPECIAL_TRIALS[order.name]
  if (trial === undefined) throw new Error(`There is no trial ${order.name}.`)
  return trial(order.minutes)
}
