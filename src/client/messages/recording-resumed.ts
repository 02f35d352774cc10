/** Which drafts can be gone on with, and as what they are remembered then. Pure. */

import type { MessageRecord } from './message-record.ts'
import { NOWHERE } from './upload-steps.ts'

type Standing = Pick<MessageRecord, 'phase' | 'isFile' | 'addresses'>

/** One whose end may have reached the server may be a message there already, which must not become another. */
export const isResumable = ({ phase, isFile, addresses }: Standing): boolean =>
  (phase === 'kept' || phase === 'refused') && !isFile && !addresses.isEnding

/** As it is while it is said again. Of one that was sealed the server may have the old end: there it is begun anew. */
export const resumed = (record: MessageRecord, wasSealed: boolean): MessageRecord => ({
  ...record,
  phase: 'recording',
  refusal: null,
  addresses: wasSealed ? { ...NOWHERE, isBegun: record.addresses.isBegun } : record.addresses,
})
