/** Settings: devices, how I talk, sounds, keys, theme, language. Each choice takes effect at once. */

import type { Signal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { keysOn, languageChoice, soundsOn, theme } from '../app/preferences.ts'
import type { Desk } from '../devices/desk.ts'
import { MicrophoneChoice, SpeakerChoice } from '../devices/device-choice.tsx'
import { MicrophoneCheck } from '../devices/microphone-check.tsx'
import { TalkChoice } from '../devices/talk-choice.tsx'
import { LANGUAGES, words } from '../i18n/language.ts'
import { Segments } from './segments.tsx'

export function Settings({ desk }: { desk: Desk }) {
  const w = words.value.settings
  const languages = LANGUAGES.map(({ language, name, tag }) => ({ value: language, label: name, tag }))
  return (
    <div class="settings">
      <MicrophoneCheck desk={desk} />
      <MicrophoneChoice desk={desk} />
      <SpeakerChoice desk={desk} />
      <TalkChoice />
      <Switch setting={soundsOn} title={w.sounds} hint={w.soundsHint} />
      <Switch setting={keysOn} title={w.shortcuts} hint={w.shortcutsHint} />
      <Segments
        legend={w.theme}
        setting={theme}
        options={[
          { value: 'system', label: w.system },
          { value: 'light', label: w.light },
          { value: 'dark', label: w.dark },
        ]}
      />
      <Segments
        legend={w.language}
        setting={languageChoice}
        options={[{ value: 'system', label: w.system }, ...languages]}
      />
    </div>
  )
}

function Switch({ setting, title, hint }: { setting: Signal<boolean>; title: string; hint: string }) {
  const id = useId()
  return (
    <label class="switch" for={id}>
      <span>
        {title}
        <span id={`${id}-hint`} class="faint">
          {hint}
        </span>
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-label={title}
        aria-checked={setting.value}
        aria-describedby={`${id}-hint`}
        checked={setting.value}
        onChange={(event) => {
          setting.value = event.currentTarget.checked
        }}
      />
    </label>
  )
}
