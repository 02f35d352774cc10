/** Who is let in, and as what. */

import { describe, expect, it } from 'vitest'
import {
  type AdmissionFacts,
  type AdmitRequest,
  decideAdmission,
  effectiveRole,
  type Standing,
} from '../../src/archive/admission.ts'

const room = { id: 'r', name: null, locked: false, maxSpeakers: 4, keepTalk: false, keepDays: null }
const standing: Standing = { banned: false, silenced: false, given: null }
const facts: AdmissionFacts = { room, standing, session: undefined, personKnown: false, addressKeptOut: false }
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
const admitted = { admit: true, resumed: false, room, role: 'speaker' }

describe('admission', () => {
  it.each([
    ['a newcomer', facts, admitted],
    ['[R4] a session that comes back', { ...facts, session: mine }, { ...admitted, resumed: true }],
    ['nobody to a room that is not there', { ...facts, room: undefined }, { admit: false, reason: 'unknown-room' }],
    [
      '[C12] nobody who was removed',
      { ...facts, standing: { ...standing, banned: true }, session: mine },
      { admit: false, reason: 'removed' },
    ],
    ['[C12] no newcomer to a locked room', { ...facts, room: locked }, { admit: false, reason: 'locked' }],
    ['[C12] who was in before the lock', { ...facts, room: locked, personKnown: true }, { ...admitted, room: locked }],
    [
      '[C12] no newcomer from where somebody was banned',
      { ...facts, addressKeptOut: true },
      { admit: false, reason: 'removed' },
    ],
    [
      '[C12] who was in before the ban of their address',
      { ...facts, addressKeptOut: true, personKnown: true },
      admitted,
    ],
    [
      '[C42] in the role that was given',
      { ...facts, standing: { ...standing, given: 'moderator' as const } },
      { ...admitted, role: 'moderator' },
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
    const shut = { ...facts, room: locked, addressKeptOut: true }
    expect(decideAdmission(shut, { ...request, role: 'owner' })).toMatchObject({ admit: true, role: 'owner' })
  })
})

it('[C42] takes no owner’s role away', () => {
  expect(effectiveRole({ ...standing, given: 'listener' }, 'owner')).toBe('owner')
  expect(effectiveRole({ ...standing, given: 'listener' }, 'moderator')).toBe('listener')
})
