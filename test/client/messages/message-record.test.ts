/** Whose a voice message is that lies on a device, and what it is to whom. */

import { expect, it } from 'vitest'
import { isOf, type MessageRecord, readRecord, takenUpBy } from '../../../src/client/messages/message-record.ts'
import { NOWHERE } from '../../../src/client/messages/upload-steps.ts'
import { messageRecord } from '../../support/message-record.ts'

const record = (change: Partial<MessageRecord> = {}): MessageRecord => messageRecord({ person: 'ada', ...change })

it("is another person's to nobody", () => {
  expect(isOf('ada', record())).toBe(true)
  expect(isOf('bob', record())).toBe(false)
})

it('is read with its person, and of a version that named none as nobody’s', () => {
  const { person: _, ...unnamed } = record()
  expect(readRecord(JSON.stringify(record()))?.person).toBe('ada')
  expect(readRecord(JSON.stringify(unnamed))?.person).toBeNull()
})

it('of a version that uploaded otherwise is read, and begun anew', () => {
  const joined = { part: 'http://s/part', final: 'http://s/final', clip: 'c', isJoining: true }
  const read = readRecord(JSON.stringify({ ...record({ phase: 'sending' }), addresses: joined }))
  expect(read).toMatchObject({ phase: 'sending', addresses: NOWHERE })
})

it('that names nobody is whose device it is, but is sent by nobody before they say so', () => {
  const nobodys = record({ person: null, phase: 'sending' })
  expect(isOf('bob', nobodys)).toBe(true)
  expect(takenUpBy('bob', nobodys)).toMatchObject({ person: 'bob', phase: 'kept' })
})

it('goes on where its person left it, but for the microphone', () => {
  expect(takenUpBy('ada', record({ phase: 'sending' })).phase).toBe('sending')
  expect(takenUpBy('ada', record({ phase: 'refused' })).phase).toBe('refused')
  expect(takenUpBy('ada', record({ phase: 'recording' })).phase).toBe('kept')
})
