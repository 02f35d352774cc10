/**
 * The log: errors that are ours, and counts of what costs money, one line of JSON each. A line names the route, not the address, and carries no header
 * and no body: no token, no secret, no room, no IP address ever stands in it.
 */

import { routePath } from 'hono/route'
import type { ApiContext } from './context.ts'

export function logError(c: ApiContext, error: unknown): void {
  const line = { level: 'error', requestId: c.var.requestId, method: c.req.method, route: routePath(c, -1) }
  console.error(JSON.stringify({ ...line, ...describe(error) }))
}

/** How often something was done that costs money, for whoever adds it up: numbers alone. */
export function logCount(c: ApiContext, what: string, counts: Record<string, number>): void {
  console.log(JSON.stringify({ level: 'info', requestId: c.var.requestId, what, ...counts }))
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) }
  const { name, message, stack, cause } = error
  return { error: `${name}: ${message}`, stack, ...(cause === undefined ? {} : { cause: describe(cause) }) }
}
