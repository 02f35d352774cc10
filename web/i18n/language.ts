/**
 * Which language the page speaks: the browser's, unless a person chose one; and dates in that language.
 */

import { computed } from '@preact/signals'
import { languageChoice } from '../app/preferences.ts'
import { en, type Words } from './en.ts'
import { isolate } from './isolate.ts'
import { zh } from './zh.ts'

export type Language = 'en' | 'zh'

/** Endonyms: a person who does not read the page's language finds their own. */
export const LANGUAGES: readonly { language: Language; tag: string; name: string }[] = [
  { language: 'en', tag: 'en', name: 'English' },
  { language: 'zh', tag: 'zh-CN', name: '简体中文' },
]

export const language = computed<Language>(() =>
  languageChoice.value === 'system' ? browserLanguage() : languageChoice.value,
)

export const words = computed<Words>(() => (language.value === 'zh' ? zh : en))

function browserLanguage(): Language {
  for (const tag of navigator.languages) {
    if (/^zh\b/i.test(tag)) return 'zh'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'en'
}

/** Whoever reads English may still live by 24 hours, or not: their own region's English decides. */
const locale = computed(() => {
  if (language.value === 'zh') return 'zh-CN'
  return navigator.languages.find((tag) => /^en-/i.test(tag)) ?? 'en-GB'
})

const clock = computed(() => new Intl.DateTimeFormat(locale.value, { timeStyle: 'short' }))
const weekday = computed(
  () => new Intl.DateTimeFormat(locale.value, { weekday: 'long', day: 'numeric', month: 'long' }),
)
const fullDate = computed(
  () => new Intl.DateTimeFormat(locale.value, { day: 'numeric', month: 'long', year: 'numeric' }),
)
const list = computed(() => new Intl.ListFormat(locale.value, { type: 'conjunction' }))

const moment = computed(
  () =>
    new Intl.DateTimeFormat(locale.value, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: 'numeric',
      minute: '2-digit',
    }),
)

export const timeOf = (atMs: number): string => clock.value.format(atMs)

/** The time alone where it is today; else the day too. */
export const momentOf = (atMs: number): string =>
  startOfDay(atMs) === startOfDay(Date.now()) ? timeOf(atMs) : moment.value.format(atMs)

/** "5 March 2024, 10:00", whatever day it is now. */
export const dateAndTimeOf = (atMs: number): string =>
  words.value.timeline.dateAndTime(fullDate.value.format(atMs), timeOf(atMs))

export const nameList = (names: string[]): string => list.value.format(names.map(isolate))

/** "Today", "Yesterday", "Friday, 20 November", or the date with its year when that is another one. */
export function dayOf(atMs: number, nowMs: number): string {
  const days = Math.round((startOfDay(nowMs) - startOfDay(atMs)) / 86_400_000)
  if (days === 0) return words.value.timeline.today
  if (days === 1) return words.value.timeline.yesterday
  const sameYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear()
  return (sameYear ? weekday : fullDate).value.format(atMs)
}

export const startOfDay = (atMs: number): number => new Date(atMs).setHours(0, 0, 0, 0)
