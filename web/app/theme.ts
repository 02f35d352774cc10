/**
 * Carries the theme and the language to where the browser looks for them: attributes of <html> and the bar's colour.
 * The first paint has them already from public/theme.js and the media queries.
 */

import { computed, effect, signal } from '@preact/signals'
import { LANGUAGES, language } from '../i18n/language.ts'
import { theme } from './preferences.ts'

/** The page's background in web/style/base.css. */
const BAR_COLOURS = { light: '#f5f6f4', dark: '#101312' } as const

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')
const systemDark = signal(systemIsDark.matches)
systemIsDark.addEventListener('change', ({ matches }) => {
  systemDark.value = matches
})

/** What is on the screen now, whoever decided it. */
export const isDark = computed(() => (theme.value === 'system' ? systemDark.value : theme.value === 'dark'))

export function applyAppearance(): void {
  effect(() => {
    const chosen = theme.value
    if (chosen === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = chosen
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const own = meta.media.includes('dark') ? 'dark' : 'light'
      meta.content = BAR_COLOURS[chosen === 'system' ? own : chosen]
    }
  })
  effect(() => {
    document.documentElement.lang = LANGUAGES.find((known) => known.language === language.value)?.tag ?? 'en'
  })
}
