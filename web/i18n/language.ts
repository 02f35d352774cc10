/**
 * Which language the page speaks: the browser's, unless a person chose one; and dates in that language. Each is a script of
 * its own. The page goes on in the one it has until the words of another are here.
 */

import { computed, effect, signal } from '@preact/signals'
import { Part } from '../app/part.ts'
import { languageChoice } from '../app/preferences.ts'
import type { Words } from './en.ts'
import { isolate } from './isolate.ts'

export type Language = 'en' | 'zh'

/** Endonyms: a person who does not read the page's language finds their own. */
export const LANGUAGES: readonly { language: Language; tag: string; name: string }[] = [
  { language: 'en', tag: 'en', name: 'English' },
  { language: 'zh', tag: 'zh-CN', name: '简体中文' },
]

const DICTIONARIES: Record<Language, Part<Words>> = {
  en: new Part(async () => (await import('./en.ts')).en),
  zh: new Part(async () => (await import('./zh.ts')).zh),
}

const wanted = computed<Language>(() => (languageChoice.value === 'system' ? browserLanguage() : languageChoice.value))

const spoken = signal<{ language: Language; words: Words } | undefined>(undefined)

/** The words of the language that was chosen could not be had; the page goes on in the one it has. */
export const isChosenMissing = signal(false)

/** What the page speaks now; before its first words, what it is going to. */
export const language = computed<Language>(() => spoken.value?.language ?? wanted.value)

/** Not to be asked for before `loadWords` has brought the first. */
export const words = computed<Words>(() => {
  if (spoken.value === undefined) throw new Error('No language is loaded yet.')
  return spoken.value.words
})

/** Brings the words of the language that is wanted, and tells whether there are any now. */
export async function loadWords(): Promise<boolean> {
  await speak(wanted.peek())
  return spoken.peek() !== undefined
}

/** At once where its words are here. Of one that is not wanted any more nothing is said. */
async function speak(language: Language): Promise<void> {
  const dictionary = DICTIONARIES[language]
  const words = dictionary.here.peek() ?? (await dictionary.load())
  if (language !== wanted.peek()) return
  isChosenMissing.value = words === undefined
  if (words !== undefined) spoken.value = { language, words }
}

effect(() => {
  const chosen = wanted.value
  if (spoken.peek() !== undefined) void speak(chosen)
})

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
