/** What a clip is called: by when it was recorded, with the date where it stands under another day. */

import { expect, it } from 'vitest'
import { en } from '../../../web/i18n/en.ts'
import { zh } from '../../../web/i18n/zh.ts'
import { isOfAnotherDay, titleOf, whenOf } from '../../../web/room/clips/clip-title.ts'
import { clipEntry } from '../../support/clip-entries.ts'

const RECORDED_AT_MS = new Date(2024, 2, 5, 10).getTime()
const entry = (atMs: number) => {
  const made = clipEntry(7, 'tape', 'ada')
  return { ...made, atMs, clip: { ...made.clip, startedAtMs: RECORDED_AT_MS, source: 'message' as const } }
}
const DAY_MS = 24 * 3_600_000

it('is called by the time alone under the day on which it was recorded', () => {
  const sameDay = entry(RECORDED_AT_MS + 3_600_000)
  expect(isOfAnotherDay(sameDay)).toBe(false)
  expect(whenOf(sameDay)).toMatch(/^10:00/)
})

it('is called by its own date under another', () => {
  const imported = entry(RECORDED_AT_MS + 900 * DAY_MS)
  expect(isOfAnotherDay(imported)).toBe(true)
  expect(whenOf(imported)).toMatch(/^(5 March 2024|March 5, 2024), 10:00/)
  expect(titleOf(imported)).toContain(whenOf(imported))
  expect(en.clip.recorded('5 March 2024, 10:00')).toBe('Recorded 5 March 2024, 10:00')
  expect(zh.clip.recorded(zh.timeline.dateAndTime('2024年3月5日', '10:00'))).toBe('录于 2024年3月5日 10:00')
})
