/** Which drafts can be gone on with, and what is remembered of one that is. */

import { describe, expect, it } from 'vitest'
import type { MessageRecord } from '../../../src/client/messages/message-record.ts'
import { isResumable, resumed } from '../../../src/client/messages/recording-resumed.ts'
import { NOWHERE } from '../../../src/client/messages/upload-steps.ts'
import { messageRecord } from '../../support/message-record.ts'

const BEGUN = { ...NOWHERE, upload: 'https://voice.example/v1/uploads/u', clip: 'c', isBegun: true }
const KEPT = messageRecord({ addresses: BEGUN })

const OPEN = { isSealed: false, settledBytes: 9_000 }

describe('a draft', () => {
  it('can be gone on with where it was kept, or refused', () => {
    expect(isResumable(KEPT)).toBe(true)
    expect(isResumable({ ...KEPT, phase: 'refused' })).toBe(true)
  })

  it('cannot where it goes out, was thrown away, is a file, or may be a message already', () => {
    expect(isResumable({ ...KEPT, phase: 'sending' })).toBe(false)
    expect(isResumable({ ...KEPT, phase: 'discarded' })).toBe(false)
    expect(isResumable({ ...KEPT, isFile: true })).toBe(false)
    expect(isResumable({ ...KEPT, addresses: { ...BEGUN, isEnding: true } })).toBe(false)
  })

  it('goes on with the upload that was begun, as far as that is of what lies here', () => {
    const addresses = { ...BEGUN, sameBytes: 9_000 }
    expect(resumed(KEPT, OPEN)).toMatchObject({ phase: 'recording', addresses })
    expect(resumed({ ...KEPT, addresses }, { ...OPEN, settledBytes: 12_000 }).addresses).toEqual(addresses)
    expect(resumed({ ...KEPT, addresses: NOWHERE }, OPEN).addresses).toEqual(NOWHERE)
  })

  it('is begun anew where the server may have its end, and nothing is said of why it was refused', () => {
    const refused: MessageRecord = { ...KEPT, phase: 'refused', refusal: { status: 403, code: 'silenced' } }
    expect(resumed(refused, { ...OPEN, isSealed: true })).toMatchObject({
      phase: 'recording',
      addresses: { ...NOWHERE, isBegun: true },
      refusal: null,
    })
  })
})
