/**
 * The WebSocket close codes of `earshot.v1` and what a client must do about each (docs/protocol.md, R1–R3).
 * Where HTTP has a status of the same meaning, the code is 4000 plus that status.
 */

import { cutToUtf8Bytes } from './control-size.ts'

export const CLOSE = {
  /** RFC 6455 §7.4.1. */
  normal: 1000,
  malformed: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  unknownRoom: 4404,
  timedOut: 4408,
  replaced: 4409,
  gone: 4410,
  tooLarge: 4413,
  locked: 4423,
  tooFast: 4429,
  removed: 4460,
  roomFull: 4461,
  ended: 4462,
  tooManyDevices: 4463,
  internal: 4500,
  unavailable: 4503,
} as const

export type CloseName = keyof typeof CLOSE
export type CloseCode = (typeof CLOSE)[CloseName]

/** What a client does after a close: nothing, come back as it is, come back with a new token, or come back later. */
export type AfterClose = 'stop' | 'resume' | 'renew-token' | 'wait'

const AFTER: Record<CloseCode, AfterClose> = {
  [CLOSE.normal]: 'stop',
  [CLOSE.malformed]: 'stop',
  [CLOSE.unauthorized]: 'renew-token',
  [CLOSE.forbidden]: 'stop',
  [CLOSE.unknownRoom]: 'stop',
  [CLOSE.timedOut]: 'resume',
  [CLOSE.replaced]: 'stop',
  [CLOSE.gone]: 'stop',
  [CLOSE.tooLarge]: 'stop',
  [CLOSE.locked]: 'stop',
  [CLOSE.tooFast]: 'wait',
  [CLOSE.removed]: 'stop',
  [CLOSE.roomFull]: 'stop',
  [CLOSE.ended]: 'stop',
  [CLOSE.tooManyDevices]: 'stop',
  [CLOSE.internal]: 'resume',
  [CLOSE.unavailable]: 'wait',
}

/** Any code that is not ours (1001, 1006, 1011, 1012…) means the line or the server went away: resume [R2]. */
export const afterClose = (code: number): AfterClose => AFTER[code as CloseCode] ?? 'resume'

/** RFC 6455 §5.5: a control frame carries 125 bytes, of which the code takes 2. */
const MAX_CLOSE_REASON_BYTES = 125 - 2

/** As much of `reason` as a close frame carries. */
export const closeReason = (reason: string): string => cutToUtf8Bytes(reason, MAX_CLOSE_REASON_BYTES)
