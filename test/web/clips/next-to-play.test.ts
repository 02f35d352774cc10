/** What plays after a clip: newer ones of others that have not been heard, in the order of the log. */

import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/protocol/room-message.ts'
import { findClip, neighbour, nextToPlay } from '../../../web/room/clips/next-to-play.ts'
import { clipEntry, clipId, deleted } from '../../support/clip-entries.ts'
import { text } from '../../support/room-words.ts'

const log: Entry[] = [
  clipEntry(1, 'a', 'grace'),
  text(2),
  clipEntry(3, 'b', 'me'),
  clipEntry(4, 'c', 'grace'),
  deleted(clipEntry(5, 'd', 'noor')),
  clipEntry(6, 'e', 'noor'),
]
const listener = (...heard: string[]) => ({
  person: 'me',
  hasHeard: (clip: string) => heard.includes(clip),
})
const follower = (name: string, ...heard: string[]) => nextToPlay(log, clipId(name), listener(...heard.map(clipId)))?.id

describe('the next by itself', () => {
  it('passes over texts and what I said', () => {
    expect(follower('a')).toBe(clipId('c'))
  })

  it('passes over what I have heard, and what was deleted', () => {
    expect(follower('a', 'c')).toBe(clipId('e'))
    expect(follower('c')).toBe(clipId('e'))
  })

  it('begins nothing that burns: it is heard once, by choice', () => {
    const burning = clipEntry(7, 'f', 'noor')
    const entries = [...log, { ...burning, clip: { ...burning.clip, burnsAtMs: 9_000 } }]
    expect(nextToPlay(entries, clipId('e'), listener())).toBeUndefined()
  })

  it('is none at the end, and never an older one', () => {
    expect(follower('e')).toBeUndefined()
    expect(follower('c', 'e')).toBeUndefined()
  })

  it('goes on from a clip of mine, and from one that was deleted while it played', () => {
    expect(follower('b')).toBe(clipId('c'))
    expect(follower('d')).toBe(clipId('e'))
  })

  it('is none after a clip that the log does not have', () => {
    expect(follower('z')).toBeUndefined()
  })
})

it('steps to the clip before and behind, whoever said it', () => {
  expect(neighbour(log, clipId('c'), -1)?.id).toBe(clipId('b'))
  expect(neighbour(log, clipId('c'), 1)?.id).toBe(clipId('e'))
  expect(neighbour(log, clipId('a'), -1)).toBeUndefined()
  expect(neighbour(log, clipId('z'), 1)).toBeUndefined()
})

it('finds no deleted clip', () => {
  expect(findClip(log, clipId('d'))).toBeUndefined()
  expect(findClip(log, clipId('e'))?.number).toBe(6)
})
