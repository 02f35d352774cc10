/** Whose posted talk is taken. */

import { describe, expect, it } from 'vitest'
import { decidePost, type PostFacts } from '../../src/archive/posting.ts'

const room = { id: 'r', name: null, locked: false, maxSpeakers: 4, keepTalk: true, keepDays: 30 }
const facts: PostFacts = { room, standing: { banned: false, silenced: false }, talker: { person: 'ada' } }

describe('posted talk', () => {
  it('is taken of whoever had the session, in a room that keeps talk, locked or not', () => {
    expect(decidePost(facts, 'ada')).toBeUndefined()
    expect(decidePost({ ...facts, room: { ...room, locked: true } }, 'ada')).toBeUndefined()
  })

  it.each([
    ['unknown-room', { ...facts, room: undefined }],
    ['removed', { ...facts, standing: { banned: true, silenced: false } }],
    ['not-kept', { ...facts, room: { ...room, keepTalk: false } }],
    ['silenced', { ...facts, standing: { banned: false, silenced: true } }],
    ['unknown-session', { ...facts, talker: undefined }],
    ['session-of-another', { ...facts, talker: { person: 'grace' } }],
  ] as const)('is refused as %s', (reason, given) => {
    expect(decidePost(given, 'ada')).toBe(reason)
  })
})
