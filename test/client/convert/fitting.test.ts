/** Files that cannot become a message, known by what they say of themselves. */

import { expect, it } from 'vitest'
import { type FileFacts, requireFitting } from '../../../src/client/convert/fitting.ts'
import type { EarshotError } from '../../../src/client/errors.ts'
import { MAX_UPLOAD_BYTES } from '../../../src/protocol/limits.ts'

const HOUR_MS = 3_600_000
const MOST = MAX_UPLOAD_BYTES
const SPEECH = { bitrate: 32_000 }

function codeOf(facts: FileFacts): string {
  try {
    requireFitting(facts)
    return 'none'
  } catch (error) {
    return (error as EarshotError).code
  }
}

it.each<[string, FileFacts, string]>([
  ['an hour of WAV', { fileBytes: 6 * MOST, durationMs: HOUR_MS, packets: SPEECH }, 'none'],
  ['eight hours, which may just fit', { fileBytes: MOST, durationMs: 8 * HOUR_MS, packets: SPEECH }, 'none'],
  ['ten hours', { fileBytes: MOST, durationMs: 10 * HOUR_MS, packets: SPEECH }, 'file-too-long'],
  ['ten hours at half the rate', { fileBytes: 1, durationMs: 10 * HOUR_MS, packets: { bitrate: 16_000 } }, 'none'],
  ['a day and an hour', { fileBytes: 1, durationMs: 25 * HOUR_MS, packets: { bitrate: 6_000 } }, 'file-too-long'],
  ['a file that does not say', { fileBytes: 6 * MOST, durationMs: undefined, packets: SPEECH }, 'none'],
  ['Ogg Opus', { fileBytes: MOST, durationMs: undefined, packets: { stay: 'with-their-pages' } }, 'none'],
  ['Ogg Opus', { fileBytes: MOST + 1, durationMs: 1, packets: { stay: 'with-their-pages' } }, 'file-too-large'],
  ['Opus in WebM', { fileBytes: 1.2 * MOST, durationMs: 1, packets: { stay: 'alone' } }, 'none'],
  ['Opus in WebM', { fileBytes: 1.3 * MOST, durationMs: 1, packets: { stay: 'alone' } }, 'file-too-large'],
  ['a film', { fileBytes: 9 * MOST, durationMs: HOUR_MS, packets: { stay: 'without-their-pictures' } }, 'none'],
])('%s: %o is %s', (_, facts, code) => {
  expect(codeOf(facts)).toBe(code)
})

it('says how much it is and how much there may be', () => {
  const facts: FileFacts = { fileBytes: 150 * 1_048_576, durationMs: 1, packets: { stay: 'with-their-pages' } }
  expect(() => requireFitting(facts)).toThrow(/150 MB.* 100 MB at the most/)
})
