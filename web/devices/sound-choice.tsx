/** What is done to my sound: noise reduction, or music as it is. Each choice takes effect on the microphone that is on. */

import { words } from '../i18n/language.ts'
import { Switch } from '../overlay/switch.tsx'
import { Segments } from '../settings/segments.tsx'
import { music, NOISE_CHOICES, noise } from './sound-choices.ts'

export function SoundChoice() {
  const w = words.value.sound
  return (
    <>
      {music.value ? null : <NoiseChoice />}
      <Switch
        on={music.value}
        title={w.music}
        hint={w.musicHint}
        onChange={(on) => {
          music.value = on
        }}
      />
    </>
  )
}

function NoiseChoice() {
  const w = words.value.sound
  return (
    <div class="noise-choice">
      <Segments
        legend={w.noise}
        setting={noise}
        options={NOISE_CHOICES.map((value) => ({ value, label: w.noises[value] }))}
      />
      <p class="faint">{w.noiseHints[noise.value]}</p>
    </div>
  )
}
