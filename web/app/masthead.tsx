/**
 * The top of every page outside a room: the mark, and the two switches a stranger may need first.
 */

import { LANGUAGES, language, words } from '../i18n/language.ts'
import { Mark, MoonIcon, SunIcon } from '../icons.tsx'
import { LanguageTrouble } from './language-trouble.tsx'
import { go } from './place.ts'
import { languageChoice, theme } from './preferences.ts'
import { isDark } from './theme.ts'

export function Masthead() {
  const home = (event: Event) => {
    event.preventDefault()
    go('/')
  }
  return (
    <>
      <header class="masthead">
        <a class="brand" href="/" onClick={home}>
          <Mark />
          Earshot
        </a>
        <OtherLanguage />
        <OtherTheme />
      </header>
      <LanguageTrouble />
    </>
  )
}

function OtherLanguage() {
  const other = LANGUAGES.find((known) => known.language !== language.value)
  if (other === undefined) return null
  const choose = () => {
    languageChoice.value = other.language
  }
  return (
    <button type="button" class="button button-quiet" lang={other.tag} onClick={choose}>
      {other.name}
    </button>
  )
}

function OtherTheme() {
  const { toLight, toDark } = words.value.settings
  const dark = isDark.value
  const choose = () => {
    theme.value = dark ? 'light' : 'dark'
  }
  return (
    <button type="button" class="icon-button" aria-label={dark ? toLight : toDark} onClick={choose}>
      {dark ? <SunIcon /> : <MoonIcon />}
    </button>
  )
}
