/** Lengths for the eye and for the ear. */

import { expect, it } from 'vitest'
import { en } from '../../../web/i18n/en.ts'
import { zh } from '../../../web/i18n/zh.ts'
import { clockOf, spokenOf, wholeSeconds } from '../../../web/room/clips/durations.ts'

it.each([
  [0, '0:00', '0 seconds', '0 秒'],
  [999, '0:00', '0 seconds', '0 秒'],
  [1_000, '0:01', '1 second', '1 秒'],
  [65_400, '1:05', '1 minute 5 seconds', '1 分 5 秒'],
  [120_000, '2:00', '2 minutes', '2 分'],
  [3_725_000, '1:02:05', '1 hour 2 minutes 5 seconds', '1 小时 2 分 5 秒'],
  [-1, '0:00', '0 seconds', '0 秒'],
])('%i ms', (ms, clock, english, chinese) => {
  expect(clockOf(ms)).toBe(clock)
  expect(spokenOf(ms, en.clip)).toBe(english)
  expect(spokenOf(ms, zh.clip)).toBe(chinese)
})

it('counts a begun second of what waits', () => {
  expect(wholeSeconds(20)).toBe(1)
  expect(wholeSeconds(12_000)).toBe(12)
  expect(wholeSeconds(12_001)).toBe(13)
})
