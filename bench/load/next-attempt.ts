/** Whether a member tries again after it could not get in or lost its line, and how long it waits at least. Pure. */

import { afterClose } from '../../src/protocol/close-codes.ts'
import { ClosedLine } from './member-connection.ts'
import { OpeningRefused } from './opening.ts'

/** docs/protocol.md, R1: 4429 and 4503. */
const WAIT_MS = 5_000
const TOO_MANY_REQUESTS = 429
const SERVER_ERROR = 500

/** Undefined: there is no point in it. A member has one token, so that none is got for a refused one. */
export function leastWaitMs(failure: unknown): number | undefined {
  if (failure instanceof ClosedLine) return AFTER[afterClose(failure.code)]
  if (failure instanceof OpeningRefused) return afterStatus(failure)
  return 0 // nothing is there, or the line went away: a server that restarts is back soon
}

const AFTER = { resume: 0, wait: WAIT_MS, stop: undefined, 'renew-token': undefined } as const

/** Something in front of the room has answered: a proxy, or the Worker to what is no connection of the protocol. */
function afterStatus({ status, headers }: OpeningRefused): number | undefined {
  if (status !== TOO_MANY_REQUESTS && status < SERVER_ERROR) return undefined
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : WAIT_MS
}
