/** What the timeline draws of a log: of a clip that is gone one line, wherever the log tells of it. */

import { describe, expect, it } from 'vitest'
import { type ForgottenEntry, timelineItems } from '../../../web/room/timeline/items.ts'
import { clipEntry, clipId, deleted } from '../../support/clip-entries.ts'

const ADA = { person: 'ada', name: 'Ada' }
/** Noon, far from where a day begins in any zone that this may run in. */
const NOON_MS = Date.UTC(2026, 10, 21, 12)

const forgotten = (number: number, by: ForgottenEntry['by'], ...names: string[]): ForgottenEntry => ({
  kind: 'forgotten',
  number,
  atMs: NOON_MS,
  by,
  clips: names.map(clipId),
})
const clip = (number: number, name: string, by = 'ada') => ({ ...clipEntry(number, name, by), atMs: NOON_MS })
const gone = (number: number, name: string, by?: string) => deleted(clip(number, name, by))
const text = (number: number) => ({
  kind: 'text' as const,
  number,
  atMs: NOON_MS,
  id: `t${number}`,
  by: ADA,
  text: 'Hi',
})
const drawn = (...log: Parameters<typeof timelineItems>[0]) => timelineItems(log).filter(({ is }) => is !== 'day')

it('names whoever goes on below what is gone, also of what has burnt for one alone', () => {
  const firsts = (items: ReturnType<typeof timelineItems>) =>
    items.flatMap((item) => (item.is === 'clip' ? [item.first] : []))
  expect(firsts(timelineItems([clip(1, 'a'), clip(2, 'b')]))).toEqual([true, false])
  expect(firsts(timelineItems([gone(1, 'a'), clip(2, 'b'), clip(3, 'c')]))).toEqual([true, true, false])
  expect(firsts(timelineItems([clip(1, 'a'), clip(2, 'b')], ({ number }) => number === 1))).toEqual([true, true])
  expect(timelineItems([gone(1, 'a'), clip(2, 'b')]).filter(({ is }) => is === 'day')).toHaveLength(1)
})

describe('a clip that is gone', () => {
  it('has one line, where it was, that knows who deleted it', () => {
    const end = forgotten(3, { person: 'ben', name: 'Ben' }, 'a')
    const items = drawn(gone(1, 'a'), text(2), end)
    expect(items.map(({ is }) => is)).toEqual(['clip', 'text'])
    expect(items[0]).toMatchObject({ gone: end })
  })

  it('knows of no end where the log tells of none', () => {
    expect(drawn(clip(1, 'a'), gone(2, 'b'))).toMatchObject([{ gone: undefined }, { gone: undefined }])
  })

  it('is told of where the log tells of it while its own line is on an older page', () => {
    const end = forgotten(3, ADA, 'a')
    expect(drawn(text(2), end)).toMatchObject([{ is: 'text' }, { is: 'forgotten', entry: end, clips: [clipId('a')] }])
    expect(drawn(gone(1, 'a'), text(2), end).map(({ is }) => is)).toEqual(['clip', 'text'])
  })

  it('is not counted among those that went with it and have no line here', () => {
    const end = forgotten(5, null, 'a', 'b', 'c')
    expect(drawn(gone(4, 'c', 'ben'), end)).toMatchObject([{ gone: end }, { clips: [clipId('a'), clipId('b')] }])
  })

  it('begins no day and ends nobody’s run by what is not drawn of it', () => {
    const end = { ...forgotten(3, ADA, 'a'), atMs: NOON_MS + 86_400_000 }
    expect(timelineItems([gone(1, 'a'), end]).map(({ is }) => is)).toEqual(['day', 'clip'])
    const [, first, second] = drawn(gone(1, 'a'), text(2), forgotten(3, ADA, 'a'), text(4))
    expect([first, second]).toMatchObject([{ first: true }, { first: false }])
  })
})
