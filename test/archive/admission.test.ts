/** Who is let in. */

import { describe, expect, it } from 'vitest'
import { type AdmissionFacts, type AdmitRequest, decideAdmission } from '../../src/archive/admission.ts'

const room = { id: 'r', name: null, locked: false, maxSpeakers: 4, keepTalk: false, keepDays: null }
const facts: AdmissionFacts = { room, banned: false, session: undefined, personKnown: false }
const request: AdmitRequest = {
  session: 's',
  person: 'p',
  name: 'P',
  role: 'speaker',
  keep: false,
  invite: null,
  address: null,
  after: 0,
}
const locked = { ...room, locked: true }
const mine = { number: 4, person: 'p' }

describe('admission', () => {
  it.each([
    ['a newcomer', facts, { admit: true, resumed: false, room }],
    ['[R4] a session that comes back', { ...facts, session: mine }, { admit: true, resumed: true, room }],
    ['nobody to a room that is not there', { ...facts, room: undefined }, { admit: false, reason: 'unknown-room' }],
    ['[C12] nobody who was removed', { ...facts, banned: true, session: mine }, { admit: false, reason: 'removed' }],
    ['[C12] no newcomer to a locked room', { ...facts, room: locked }, { admit: false, reason: 'locked' }],
    [
      '[C12] who was in before the lock',
      { ...facts, room: locked, personKnown: true },
      { admit: true, resumed: false, room: locked },
    ],
    [
      'nobody to the session of another',
      { ...facts, session: { number: 4, person: 'q' } },
      { admit: false, reason: 'session-of-another' },
    ],
  ])('admits %s', (_, known, decision) => {
    expect(decideAdmission(known, request)).toEqual(decision)
  })

  it('[C12] always admits the owner', () => {
    expect(decideAdmission({ ...facts, room: locked }, { ...request, role: 'owner' })).toMatchObject({ admit: true })
  })
})
