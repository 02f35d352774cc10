/** Settings: devices, how I talk, sounds, keys, theme, language. Each choice takes effect at once. */

import { LanguageTrouble } from '../app/language-trouble.tsx'
import { keysOn, languageChoice, soundsOn, theme, trimsSilence } from '../app/preferences.ts'
import type { Desk } from '../devices/desk.ts'
import { MicrophoneChoice, SpeakerChoice } from '../devices/device-choice.tsx'
import { MicrophoneCheck } from '../devices/microphone-check.tsx'
import { SoundChoice } from '../devices/sound-choice.tsx'
import { TalkChoice } from '../devices/talk-choice.tsx'
import { LANGUAGES, words } from '../i18n/language.ts'
import { Switch } from '../overlay/switch.tsx'
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
      <SoundChoice />
      <Switch
        on={trimsSilence.value}
        title={words.value.messages.trim}
        hint={words.value.messages.trimHint}
        onChange={(on) => {
          trimsSilence.value = on
        }}
      />
      <Switch
        on={soundsOn.value}
        title={w.sounds}
        hint={w.soundsHint}
        onChange={(on) => {
          soundsOn.value = on
        }}
      />
      <Switch
        on={keysOn.value}
        title={w.shortcuts}
        hint={w.shortcutsHint}
        onChange={(on) => {
          keysOn.value = on
        }}
      />
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
      <LanguageTrouble />
    </div>
  )
}
