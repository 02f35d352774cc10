/** The name of a saved clip: who and when, in whatever script, and nothing that a file system stumbles over. */

import { expect, it } from 'vitest'
import { audioFile } from '../../src/api/audio-file.ts'

const STARTED_AT_MS = Date.UTC(2026, 10, 21, 7, 5, 9, 999)

const headerFor = (name: string, as: 'ogg' | 'webm' | 'mp4' = 'ogg') =>
  audioFile({ by: { person: 'guest:a', name }, startedAtMs: STARTED_AT_MS }, as)['content-disposition']

const PLAIN = 'attachment; filename="2026-11-21 07.05.09.opus"; filename*=UTF-8'

it.each([
  ['Ada', `${PLAIN}''Ada%202026-11-21%2007.05.09.opus`],
  ['厨房', `${PLAIN}''%E5%8E%A8%E6%88%BF%202026-11-21%2007.05.09.opus`],
  ["Zoë (O'Hara)*", `${PLAIN}''Zo%C3%AB%20%28O%27Hara%29_%202026-11-21%2007.05.09.opus`],
  ['../a\\b:"c"', `${PLAIN}''.._a_b__c_%202026-11-21%2007.05.09.opus`],
])('names a clip of %s', (name, expected) => {
  expect(headerFor(name)).toBe(expected)
})

it.each([
  ['webm', 'webm'],
  ['mp4', 'm4a'],
] as const)('ends a name in %s with .%s', (as, ending) => {
  expect(headerFor('Ada', as)).toMatch(new RegExp(`09\\.${ending}"; .*09\\.${ending}$`))
})
