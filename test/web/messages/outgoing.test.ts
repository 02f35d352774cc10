/** What of the messages on their way stands in the timeline. */

import { expect, it } from 'vitest'
import { EarshotError, type EarshotErrorCode, type Entry } from '../../../src/client/index.ts'
import {
  canBeTriedAgain,
  clipsIn,
  hasArrived,
  hasToStay,
  onlyProgressed,
  percentOf,
  type Shown,
  stillUnderWay,
  viewOf,
} from '../../../web/room/messages/outgoing.ts'
import { clipEntry, clipId, deleted } from '../../support/clip-entries.ts'

const message = (changes: Partial<Shown>): Shown => ({
  id: 'a',
  state: 'sending',
  progress: 0.5,
  error: undefined,
  warnings: new Set(),
  clip: undefined,
  durationMs: 1000,
  waveform: [],
  fileName: undefined,
  ...changes,
})

it('keeps one that was sent until the log has it, so that it never blinks', () => {
  const sent = [viewOf(message({ state: 'sent', clip: 'c' }))]
  expect(stillUnderWay(sent, new Set())).toEqual(sent)
  expect(stillUnderWay(sent, new Set(['c']))).toEqual([])
})

it('leaves one that was sent gone, when somebody deletes it a moment later', () => {
  const sent = [viewOf(message({ state: 'sent', clip: clipId('c') }))]
  const entry = clipEntry(1, 'c', 'me')
  expect(stillUnderWay(sent, clipsIn([entry]))).toEqual([])
  expect(stillUnderWay(sent, clipsIn([deleted(entry)]))).toEqual([])
  const told: Entry = { kind: 'forgotten', number: 2, atMs: 0, by: null, clips: [clipId('c')] }
  expect(stillUnderWay(sent, clipsIn([told]))).toEqual([])
})

it('tells why only of what has failed: a line that is tried again by itself needs nobody', () => {
  const error = new EarshotError('unreachable')
  expect(viewOf(message({ state: 'waiting', error })).failed).toBeUndefined()
  expect(viewOf(message({ state: 'failed', error })).failed?.code).toBe('unreachable')
})

it('says of one for which the device has no room that its page has to stay open', () => {
  expect(viewOf(message({ warnings: new Set(['storage-low']) })).keepOpen).toBe(true)
  expect(viewOf(message({})).keepOpen).toBe(false)
})

it('says so of one that has failed, whatever the reason: what was recorded is nowhere else', () => {
  const keepOpen = (code: EarshotErrorCode) =>
    viewOf(message({ state: 'failed', error: new EarshotError(code), warnings: new Set(['storage-low']) })).keepOpen
  expect(keepOpen('not-allowed')).toBe(true)
  expect(keepOpen('file-too-large')).toBe(true)
})

it('says so once, whatever else becomes of it', () => {
  const at = (keepOpen: boolean) => [{ id: 'a', keepOpen }]
  expect(hasToStay([], at(true))).toBe(true)
  expect(hasToStay(at(false), at(true))).toBe(true)
  expect(hasToStay(at(true), at(true))).toBe(false)
  expect(hasToStay(at(true), at(false))).toBe(false)
})

it.each(['file-gone', 'file-lost'] as const)('offers no other try with a file that is not there (%s)', (code) => {
  expect(canBeTriedAgain(viewOf(message({ state: 'failed', error: new EarshotError(code) })))).toBe(false)
})

it('names the file of a message, for whoever has sent several', () => {
  expect(viewOf(message({ fileName: 'talk.mp3' })).fileName).toBe('talk.mp3')
  expect(viewOf(message({})).fileName).toBeUndefined()
})

it('says how much is too much of a file, and offers no other try with what stays as it is', () => {
  const excess = { is: 150, most: 100 }
  const view = viewOf(message({ state: 'failed', error: new EarshotError('file-too-large', { excess }) }))
  expect(view.failed?.excess).toEqual(excess)
  expect(canBeTriedAgain(view)).toBe(false)
  expect(canBeTriedAgain(viewOf(message({ state: 'failed', error: new EarshotError('unreachable') })))).toBe(true)
})

it.each([
  [-1, 0],
  [0, 0],
  [0.426, 42],
  [1, 99],
])('says of %f: %i per cent, and a hundred only when it is over', (progress, percent) => {
  expect(percentOf(progress)).toBe(percent)
})

it('says once that one has been sent, and nothing of one that was sent before anybody looked', () => {
  const at = (state: Shown['state']) => [{ id: 'a', state, progress: 1 }]
  expect(hasArrived(at('sending'), at('sent'))).toBe(true)
  expect(hasArrived(at('sent'), at('sent'))).toBe(false)
  expect(hasArrived([], at('sent'))).toBe(false)
  expect(hasArrived(at('sending'), at('waiting'))).toBe(false)
})

it('tells progress from everything else that may have changed, drafts too', () => {
  const at = (progress: number, state: Shown['state'] = 'sending') => [{ id: 'a', state, progress }]
  expect(onlyProgressed(at(0.1), at(0.2))).toBe(true)
  expect(onlyProgressed(at(0.1), at(0.1))).toBe(false)
  expect(onlyProgressed(at(0.1), at(0.2, 'sent'))).toBe(false)
  expect(onlyProgressed([], at(0))).toBe(false)
  expect(onlyProgressed([], [])).toBe(false)
})
