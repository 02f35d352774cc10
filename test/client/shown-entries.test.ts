/** The log's entries as they are shown. */

import { expect, it } from 'vitest'
import { ShownEntries } from '../../src/client/shown-entries.ts'
import type { Entry } from '../../src/protocol/room-message.ts'
import { text } from '../support/room-words.ts'

const by = { person: 'guest:1', name: 'Ada' }
const CLIP = { startedAtMs: 0, durationMs: 20, waveform: [], bytes: 9, continues: null }
const clip = (number: number, id: string): Entry => ({ kind: 'clip', number, atMs: 0, by, id, clip: { id, ...CLIP } })
const forgotten = (number: number, ...clips: string[]): Entry => ({
  kind: 'forgotten',
  number,
  atMs: 0,
  by: null,
  clips,
})
const emptied = (entries: ShownEntries) =>
  entries.all.flatMap((entry) => (entry.kind === 'clip' && entry.clip === null ? [entry.id] : []))

it('[C37] lose the clips that are forgotten, and nothing else', () => {
  const entries = new ShownEntries()
  entries.append([text(1), clip(2, 'a'), clip(3, 'b')], false)
  const before = entries.all
  entries.append([forgotten(4, 'a')], false)
  expect(emptied(entries)).toEqual(['a'])
  expect(entries.all.map(({ number }) => number)).toEqual([1, 2, 3, 4])
  expect(entries.all[2]).toBe(before[2])
})

it('lose those that come on a page loaded later, too', () => {
  const entries = new ShownEntries()
  entries.append([forgotten(9, 'a')], true)
  entries.prepend([clip(2, 'a'), clip(3, 'b')], false)
  expect(emptied(entries)).toEqual(['a'])
  expect(entries.hasOlder).toBe(false)
})

it('lose a clip that comes behind its forgetting, as in one page of a gap', () => {
  const entries = new ShownEntries()
  entries.append([clip(1, 'a'), forgotten(2, 'a')], false)
  expect(emptied(entries)).toEqual(['a'])
})
