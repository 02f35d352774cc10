/**
 * What is written down of a message whose audio may not be on disk, since that was full or a file is still being converted: never
 * that it is there. Whoever finds it after a crash has a draft of what was recorded until then, and of a file the word that it has
 * to be chosen again. Pure.
 *
 * Next: src/client/messages/state-slots.ts
 */

import type { MessageRecord } from './message-record.ts'

/** Of a file there is a piece on this device, or none: that is not what somebody chose to send. */
export const FILE_LOST = 'file-lost'

/** `isWhole`: all of its audio is on disk. */
export function asOnDisk(record: MessageRecord, isWhole: boolean): MessageRecord {
  if (isWhole || record.phase === 'discarded') return record
  if (record.isFile) return { ...record, phase: 'refused', refusal: { status: 0, code: FILE_LOST } }
  return record.phase === 'sending' ? { ...record, phase: 'kept' } : record
}

export const isLost = ({ isFile, refusal }: Pick<MessageRecord, 'isFile' | 'refusal'>): boolean =>
  isFile && refusal?.code === FILE_LOST
