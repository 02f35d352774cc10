/** That my role was changed, and what that means: said until it has been read. */

import { words } from '../i18n/language.ts'
import { MicrophoneIcon } from '../icons.tsx'
import { useHere } from './here.ts'
import { Line } from './line.tsx'
import { ROLE_ICONS } from './people/role-icons.tsx'

export function RoleLine() {
  const { visit, live } = useHere()
  const { standing } = live
  const w = words.value
  const role = standing.news.value
  if (role === undefined) return null
  const { title, text } = w.roles.news[role]
  const close = () => {
    standing.news.value = undefined
  }
  const turnOn = () => {
    close()
    void live.turnOnMicrophone()
  }
  const canTurnOn = standing.maySpeak.value && visit.desk.microphone.value.is !== 'on'
  return (
    <Line icon={ROLE_ICONS[role]} title={title} text={text}>
      {canTurnOn ? (
        <button type="button" class="button button-small" onClick={turnOn}>
          <MicrophoneIcon />
          {w.devices.turnOn}
        </button>
      ) : null}
      <button type="button" class="button button-small" onClick={close}>
        {w.actions.close}
      </button>
    </Line>
  )
}
