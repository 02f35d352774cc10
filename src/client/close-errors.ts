/** What a close of the room means to a user of the SDK (docs/protocol.md, R1). */

import { CLOSE } from '../protocol/close-codes.ts'
import type { EarshotErrorCode } from './errors.ts'

const CODES: Partial<Record<number, EarshotErrorCode>> = {
  [CLOSE.unauthorized]: 'token-refused',
  [CLOSE.forbidden]: 'not-allowed',
  [CLOSE.unknownRoom]: 'room-unknown',
  [CLOSE.replaced]: 'replaced',
  [CLOSE.gone]: 'room-deleted',
  [CLOSE.locked]: 'room-locked',
  [CLOSE.removed]: 'removed',
  [CLOSE.roomFull]: 'room-full',
  [CLOSE.ended]: 'ended',
  [CLOSE.tooManyDevices]: 'too-many-devices',
}

/** For the closes after which a client stops. Those that it lacks say that the two do not speak the same protocol. */
export const errorCodeOfClose = (code: number): EarshotErrorCode => CODES[code] ?? 'protocol'
