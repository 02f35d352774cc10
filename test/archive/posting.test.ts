/** Whose posted talk is taken. */

import { describe, expect, it } from 'vitest'
import type { Standing } from '../../src/archive/admission.ts'
import { decidePost, type PostFacts } from '../../src/archive/posting.ts'

const room = { id: 'r', name: null, locked: false, maxSpeakers: 4, keepTalk: true, keepDays: 30 }
const standing: Standing = { banned: false, silenced: false, given: null }
const facts: PostFacts = { room, standing, talker: { person: 'ada' } }
const ada = { person: 'ada', role: 'speaker' } as const

describe('posted talk', () => {
  it('is taken of whoever had the session, in a room that keeps talk, locked or not', () => {
    expect(decidePost(facts, ada)).toBeUndefined()
    expect(decidePost({ ...facts, room: { ...room, locked: true } }, ada)).toBeUndefined()
  })

  it.each([
    ['unknown-room', { ...facts, room: undefined }],
    ['removed', { ...facts, standing: { ...standing, banned: true } }],
    ['not-kept', { ...facts, room: { ...room, keepTalk: false } }],
    ['silenced', { ...facts, standing: { ...standing, silenced: true } }],
    ['not-allowed', { ...facts, standing: { ...standing, given: 'listener' } }],
    ['unknown-session', { ...facts, talker: undefined }],
    ['session-of-another', { ...facts, talker: { person: 'grace' } }],
  ] as const)('is refused as %s', (reason, given) => {
    expect(decidePost(given, ada)).toBe(reason)
  })

  it('[C42] is refused to a listener, and taken of one who was made a speaker', () => {
    const listener = { person: 'ada', role: 'listener' } as const
    expect(decidePost(facts, listener)).toBe('not-allowed')
    expect(decidePost({ ...facts, standing: { ...standing, given: 'speaker' } }, listener)).toBeUndefined()
  })
})
