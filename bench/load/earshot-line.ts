/** A line to an Earshot room: a member that comes back when its connection is lost. */

import { CLOSE } from '../../src/protocol/close-codes.ts'
import type { LineDescription, OnAudio } from './line.ts'
import { ClosedLine } from './member-connection.ts'
import { MemberLine } from './member-line.ts'

export interface EarshotSeat {
  origin: string
  room: string
  token: string
  name: string
  muted: boolean
  /** Whether what it says may be kept. */
  keep?: boolean
}

export const earshotLine = (where: EarshotSeat): LineDescription => ({ module: import.meta.url, where })

export const openLine = async (where: EarshotSeat, onAudio: OnAudio): Promise<MemberLine> => {
  try {
    return await MemberLine.join({ ...where, resume: true, onAudio })
  } catch (error) {
    throw new Error(sentenceOf(error), { cause: error })
  }
}

const ON_CLOSE: Partial<Record<number, string>> = {
  [CLOSE.unauthorized]: 'the token was refused: the clocks of the servers may differ, or their keys',
  [CLOSE.unknownRoom]: 'the room does not exist any more',
  [CLOSE.locked]: 'the room is locked; its owner can unlock it',
  [CLOSE.roomFull]:
    'the room is full: ROOM_MEMBERS there says how many it admits; ask for fewer --listeners, or raise it',
  [CLOSE.tooFast]: 'the deployment limits how fast members come; let them come more slowly: --ramp',
  [CLOSE.unavailable]:
    'too many are at the door at once, or its storage is out of reach; let them come more slowly: --ramp',
  1006: 'the connection broke before the room had said welcome',
}

const ON_ERROR: Record<string, string> = {
  EMFILE: 'this system lets one process open no more sockets; see ulimit -n',
  EADDRNOTAVAIL: 'this system has no port left for another connection',
}

/** Why somebody is not in, and what to do. */
function sentenceOf(error: unknown): string {
  if (error instanceof ClosedLine) return `${error.code}: ${ON_CLOSE[error.code] ?? (error.reason || 'closed')}`
  const { code = '', message } = error as Error & { code?: string }
  return ON_ERROR[code] ?? message
}
