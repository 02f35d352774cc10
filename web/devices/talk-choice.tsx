/** Open microphone or push to talk: two radio buttons, each saying what it means for the others. */

import { useId } from 'preact/hooks'
import { type Talk, talk } from '../app/preferences.ts'
import { words } from '../i18n/language.ts'

export function TalkChoice() {
  const w = words.value.door
  return (
    <fieldset class="choice">
      <legend class="field-label">{w.how}</legend>
      <TalkOption mode="open" title={w.open} hint={w.openHint} />
      <TalkOption mode="push" title={w.push} hint={w.pushHint} />
    </fieldset>
  )
}

function TalkOption({ mode, title, hint }: { mode: Talk; title: string; hint: string }) {
  const field = useId()
  return (
    <label class="choice-option" for={field}>
      <input
        id={field}
        type="radio"
        name="talk"
        aria-describedby={`${field}-hint`}
        aria-label={title}
        checked={talk.value === mode}
        onChange={() => {
          talk.value = mode
        }}
      />
      <span>
        {title}
        <span id={`${field}-hint`} class="faint">
          {hint}
        </span>
      </span>
    </label>
  )
}
