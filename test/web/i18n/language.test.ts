/** Which language the page speaks, and that it goes on in the one it has until the other one is here. */

import { effect } from '@preact/signals'
import { afterEach, expect, it } from 'vitest'
import { languageChoice } from '../../../web/app/preferences.ts'
import { en } from '../../../web/i18n/en.ts'
import { isChosenMissing, language, loadWords, words } from '../../../web/i18n/language.ts'
import { zh } from '../../../web/i18n/zh.ts'

afterEach(async () => {
  languageChoice.value = 'system'
  await loadWords()
})

it('changes its words and its language together, once the words are here', async () => {
  const seen: unknown[] = []
  const stop = effect(() => {
    seen.push([language.value, words.value])
  })
  languageChoice.value = 'zh'
  expect(await loadWords()).toBe(true)
  stop()
  expect(seen).toEqual([
    ['en', en],
    ['zh', zh],
  ])
  expect(isChosenMissing.value).toBe(false)
})

it('goes back at once to a language that it had', async () => {
  languageChoice.value = 'zh'
  await loadWords()
  languageChoice.value = 'en'
  expect(language.value).toBe('en')
  expect(words.value).toBe(en)
})

it('speaks the one that was chosen last', async () => {
  languageChoice.value = 'zh'
  languageChoice.value = 'en'
  await loadWords()
  expect(words.value).toBe(en)
})
