/** What an answer answers, as the log knows it. */

import { expect, it } from 'vitest'
import { quotedOf } from '../../../web/room/messages/reply.ts'
import { clipEntry, clipId, deleted } from '../../support/clip-entries.ts'

const A = clipId('a')

it('names who said it, and the moment, never behind its end', () => {
  const entries = [clipEntry(1, 'a', 'grace', 10_000)]
  expect(quotedOf(entries, { clip: A, atMs: 4_000 })).toEqual({ is: 'there', name: 'grace', clip: A, atMs: 4_000 })
  expect(quotedOf(entries, { clip: A, atMs: 99_000 })).toMatchObject({ is: 'there', atMs: 10_000 })
})

it('says that a clip is gone, and that one is further up than what is loaded', () => {
  expect(quotedOf([deleted(clipEntry(1, 'a', 'grace'))], { clip: A, atMs: 0 })).toEqual({ is: 'gone' })
  expect(quotedOf([], { clip: A, atMs: 5 })).toEqual({ is: 'earlier', clip: A, atMs: 5 })
})
