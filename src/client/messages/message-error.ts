/** Why a voice message was refused, for those who use the SDK. Pure. */

import { EarshotError, type EarshotErrorCode } from '../errors.ts'
import type { MessageView } from './messages-words.ts'

/** By the codes of the API's errors, and of our own; everything else is between this page and the server. */
const CODES: Record<string, EarshotErrorCode> = {
  'no-sound': 'no-sound',
  'file-gone': 'file-gone',
  'file-lost': 'file-lost',
  'not-a-clip': 'message-refused',
  'not-a-clip-type': 'message-refused',
  'upload-over': 'message-refused',
  'too-large': 'file-too-large',
  'not-allowed': 'not-allowed',
  silenced: 'not-allowed',
  removed: 'removed',
  locked: 'room-locked',
  'unknown-room': 'room-unknown',
  'room-unknown': 'room-unknown',
  'room-deleted': 'room-deleted',
}

/** Of a file: it stays as it is, and is wherever its author has it, so that nothing of it is lost with the page. */
const FINAL_FOR_FILES: readonly EarshotErrorCode[] = ['file-gone', 'file-lost', 'file-too-large']

export const isFinalForFile = (error: EarshotError | undefined): boolean =>
  error !== undefined && FINAL_FOR_FILES.includes(error.code)

export function errorOf(refusal: MessageView['refusal']): EarshotError | undefined {
  if (refusal === undefined) return undefined
  const { status, code } = refusal
  const known = code === null ? undefined : CODES[code]
  const byStatus = status === 403 ? 'not-allowed' : status === 422 ? 'message-refused' : 'protocol'
  return new EarshotError(known ?? byStatus, { cause: refusal })
}
