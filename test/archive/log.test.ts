/** The log's arithmetic, and member numbers. */

import { describe, expect, it } from 'vitest'
import { consequenceOf, entryOf, replayFrom } from '../../src/archive/log.ts'
import { nextMemberNumber } from '../../src/archive/member-numbers.ts'

const by = { person: 'p', name: 'P' }
const target = { person: 'q', name: 'Q' }

describe('replay', () => {
  it.each([
    [0, 0, 1],
    [0, 30, 1],
    [12, 30, 13],
    [30, 30, 31],
    [0, 250, 151],
    [149, 250, 151],
    [999, 250, 1_000],
  ])('[C14] after %i of %i begins at %i', (after, last, from) => {
    expect(replayFrom(after, last)).toBe(from)
  })
})

describe('entries', () => {
  it('[C18] keep the client id of a text, and of nothing else', () => {
    expect(entryOf({ kind: 'text', id: 'i', by, text: 't' }, 3, 9)).toEqual({
      kind: 'text',
      id: 'i',
      by,
      text: 't',
      number: 3,
      atMs: 9,
    })
    const lock = entryOf({ kind: 'moderation', id: 'i', by, action: 'lock', target: null }, 4, 9)
    expect(lock).toEqual({ kind: 'moderation', by, action: 'lock', target: null, number: 4, atMs: 9 })
  })

  it.each([
    ['mute', { set: 'silenced', person: 'q', silenced: true }],
    ['unmute', { set: 'silenced', person: 'q', silenced: false }],
    ['remove', { set: 'banned', person: 'q', addresses: false }],
  ] as const)('[C12] %s has its consequence', (action, consequence) => {
    expect(consequenceOf({ kind: 'moderation', id: 'i', by, action, target })).toEqual(consequence)
  })
})

describe('[R5] member numbers', () => {
  it('run on, and rest as long as they can', () => {
    expect(nextMemberNumber(0, () => false)).toBe(1)
    expect(nextMemberNumber(7, () => false)).toBe(8)
    expect(nextMemberNumber(7, (number) => number === 8)).toBe(9)
  })

  it('go round at 65,535, past 0', () => {
    expect(nextMemberNumber(65_535, () => false)).toBe(1)
    expect(nextMemberNumber(65_534, (number) => number > 60_000 || number < 3)).toBe(3)
  })

  it('can be exhausted', () => {
    expect(nextMemberNumber(5, () => true)).toBeUndefined()
  })
})
