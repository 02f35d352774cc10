/**
 * Choosing a microphone and a speaker, at the door and in the settings.
 */

import { useId, useState } from 'preact/hooks'
import type { AudioDevice } from '../../src/client/index.ts'
import { microphoneId } from '../app/preferences.ts'
import { words } from '../i18n/language.ts'
import { MicrophoneIcon, SpeakerIcon } from '../icons.tsx'
import { SYSTEM_CHOICES } from './appeared.ts'
import type { Desk } from './desk.ts'

export function MicrophoneChoice({ desk }: { desk: Desk }) {
  const state = desk.microphone.value
  const chosen = state.is === 'on' && microphoneId.value !== '' ? state.deviceId : microphoneId.value
  const w = words.value.devices
  return (
    <DeviceSelect
      label={w.microphone}
      icon={<MicrophoneIcon />}
      devices={desk.devices.value.microphones}
      chosen={chosen}
      inUse={state.is === 'on' ? state.label : ''}
      failed={desk.microphoneChoiceFailed.value ? w.microphoneFailed : undefined}
      onChoose={(deviceId) => void desk.chooseMicrophone(deviceId)}
    />
  )
}

/** Absent where the browser has no say in it, as on a phone: the system chooses there. */
export function SpeakerChoice({ desk }: { desk: Desk }) {
  if (desk.state.value.is !== 'ready') return null
  return (
    <div class="speaker">
      {desk.audio?.canChooseSpeaker ? (
        <DeviceSelect
          label={words.value.devices.speaker}
          icon={<SpeakerIcon />}
          devices={desk.devices.value.speakers}
          chosen={desk.speaker.value}
          failed={desk.speakerChoiceFailed.value ? words.value.devices.speakerFailed : undefined}
          onChoose={(deviceId) => void desk.chooseSpeaker(deviceId)}
        />
      ) : null}
      <TestTone desk={desk} />
    </div>
  )
}

function TestTone({ desk }: { desk: Desk }) {
  const w = words.value.devices
  const [playing, setPlaying] = useState(false)
  const play = async () => {
    if (playing) return
    setPlaying(true)
    await desk.playTone().finally(() => setPlaying(false))
  }
  return (
    <button type="button" class="button button-small" aria-disabled={playing} onClick={() => void play()}>
      {playing ? w.playing : w.testTone}
    </button>
  )
}

interface DeviceSelectProps {
  label: string
  icon: preact.ComponentChildren
  devices: readonly AudioDevice[]
  chosen: string
  /** What the system's choice is at the moment, where that is known. */
  inUse?: string
  /** What to say about a choice that could not be had. */
  failed?: string | undefined
  onChoose: (deviceId: string) => void
}

function DeviceSelect({ label, icon, devices, chosen, inUse = '', failed, onChoose }: DeviceSelectProps) {
  const field = useId()
  const named = devices.filter(({ deviceId, label }) => label !== '' && !SYSTEM_CHOICES.includes(deviceId))
  const value = named.some(({ deviceId }) => deviceId === chosen) ? chosen : ''
  const w = words.value.devices
  const systemChoice = value === '' && inUse !== '' ? w.systemChoiceIs(inUse) : w.systemChoice
  return (
    <div class="field">
      <label class="field-label" for={field}>
        {label}
      </label>
      <span class="select">
        {icon}
        <select
          id={field}
          value={value}
          aria-describedby={failed === undefined ? undefined : `${field}-error`}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          <option value="">{systemChoice}</option>
          {named.map((device) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label}
            </option>
          ))}
        </select>
      </span>
      {failed === undefined ? null : (
        <span id={`${field}-error`} class="field-error" role="alert">
          {failed}
        </span>
      )}
    </div>
  )
}
