/** Why something failed, in the words that people use: a clip is what a room keeps of talk, a message what somebody sent. */

import { expect, it } from 'vitest'
import { failures as en } from '../../../web/i18n/en-failures.ts'
import { failures as zh } from '../../../web/i18n/zh-failures.ts'

/** The codes of what was done to a clip say nothing of whether that was talk or a message; a room holds both. */
const saying = (failures: typeof en, word: RegExp) =>
  Object.entries(failures).flatMap(([code, { title, text }]) => (word.test(`${title} ${text}`) ? [code] : []))

it('calls nothing a clip that may be a message', () => {
  expect([saying(en, /\bclips?\b/i), saying(zh, /片段/)]).toEqual([['room-deleted'], ['room-deleted']])
})
