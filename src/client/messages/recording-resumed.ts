/** Which drafts can be gone on with, and as what they are remembered then. Pure. */

import type { MessageRecord } from './message-record.ts'
import type { RecordingFile } from './recording-file.ts'
import { type Addresses, NOWHERE } from './upload-steps.ts'

type Found = Pick<RecordingFile, 'isSealed' | 'settledBytes'>
type Standing = Pick<MessageRecord, 'phase' | 'isFile' | 'addresses'>

/** One whose end may have reached the server may be a message there already, which must not become another. */
export const isResumable = ({ phase, isFile, addresses }: Standing): boolean =>
  (phase === 'kept' || phase === 'refused') && !isFile && !addresses.isEnding

/** As it is while it is said again. Of one that was sealed the server may have the old end: there it is begun anew. */
export const resumed = (record: MessageRecord, { isSealed, settledBytes }: Found): MessageRecord => ({
  ...record,
  phase: 'recording',
  refusal: null,
  addresses: isSealed ? { ...NOWHERE, isBegun: record.addresses.isBegun } : sameUpTo(settledBytes, record.addresses),
})

/** A crash may have left less of it here than the server has, and what is said from now on is not what was said then. */
function sameUpTo(bytes: number, addresses: Addresses): Addresses {
  if (addresses.upload === null) return addresses
  return { ...addresses, sameBytes: Math.min(bytes, addresses.sameBytes ?? bytes) }
}
