/** What an owner sees of a link, by what the server says of it; and what is asked of the server for a new one. */

import { describe, expect, it } from 'vitest'
import type { Invite } from '../../../src/client/index.ts'
import { cameBy, guestsInvite, isIndispensable, newestFirst, stateOf } from '../../../web/room/doors/invite-facts.ts'
import { optionsOf, peopleOf } from '../../../web/room/doors/invite-options.ts'
import { isSameName } from '../../../web/room/doors/same-name.ts'

const NOW_MS = 1_000

const invite = (changes: Partial<Invite> = {}): Invite => ({
  id: 'a',
  role: 'speaker',
  label: null,
  createdAtMs: 1,
  expiresAtMs: null,
  maxPeople: null,
  people: null,
  revokedAtMs: null,
  came: [],
  ...changes,
})
const by = (person: string) => ({ person, name: person, firstSeenAtMs: 2 })

describe('a link', () => {
  it('is open until it is switched off, its time is over, or as many as may have come', () => {
    expect(stateOf(invite(), NOW_MS)).toBe('open')
    expect(stateOf(invite({ expiresAtMs: NOW_MS + 1, maxPeople: 2, people: 1 }), NOW_MS)).toBe('open')
    expect(stateOf(invite({ expiresAtMs: NOW_MS }), NOW_MS)).toBe('expired')
    expect(stateOf(invite({ maxPeople: 2, people: 2 }), NOW_MS)).toBe('used-up')
    expect(stateOf(invite({ revokedAtMs: 5, expiresAtMs: 6 }), NOW_MS)).toBe('revoked')
  })

  it('counts who came, by the server’s count where there is one', () => {
    expect(cameBy(invite({ came: [by('ada')] }))).toBe(1)
    expect(cameBy(invite({ maxPeople: 9, people: 3, came: [by('ada')] }))).toBe(3)
  })
})

describe('of the links of a room', () => {
  it('the first that makes speakers is the one for everybody', () => {
    const first = invite({ id: 'first', createdAtMs: 1 })
    const invites = [invite({ id: 'later', createdAtMs: 3 }), first, invite({ role: 'owner' })]
    expect(guestsInvite(invites)).toBe(first)
    expect(newestFirst(invites).map(({ id }) => id)).toEqual(['later', 'first', 'a'])
  })

  it('an owner cannot switch off the one they came by, nor the last that makes owners', () => {
    const [mine, other] = [invite({ role: 'owner', came: [by('ada')] }), invite({ id: 'b', role: 'owner' })]
    expect(isIndispensable(mine, [mine, other], 'ada', NOW_MS)).toBe(true)
    expect(isIndispensable(other, [mine, other], 'ada', NOW_MS)).toBe(false)
    expect(isIndispensable(other, [{ ...mine, revokedAtMs: 1 }, other], 'eve', NOW_MS)).toBe(true)
    expect(isIndispensable(invite({ came: [by('ada')] }), [], 'ada', NOW_MS)).toBe(false)
  })
})

describe('a new link', () => {
  it('says only what was chosen', () => {
    expect(optionsOf({ role: 'speaker', label: '', lasts: 'always', maxPeople: undefined })).toEqual({
      role: 'speaker',
    })
    expect(optionsOf({ role: 'listener', label: 'Choir', lasts: 'day', maxPeople: 12 })).toEqual({
      role: 'listener',
      label: 'Choir',
      expiresInSeconds: 86_400,
      maxPeople: 12,
    })
  })

  it('is for any number, or for one that is a number', () => {
    expect(peopleOf(' ')).toBeUndefined()
    expect(peopleOf('12')).toBe(12)
    expect(peopleOf('１２')).toBe(12)
    for (const typed of ['0', '-1', '1.5', 'many', '10001', '9'.repeat(30)]) expect(peopleOf(typed)).toBe('wrong')
  })
})

it('takes a name that was typed as a person would', () => {
  expect(isSameName(' thursday  Rehearsal ', 'Thursday rehearsal')).toBe(true)
  expect(isSameName('thursday', 'Thursday rehearsal')).toBe(false)
  expect(isSameName('周四排练', '周四排练')).toBe(true)
})
