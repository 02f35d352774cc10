/** Whether the room hears me while a message has my microphone or stands still, and the way to talk there meanwhile. */

import { words } from '../../i18n/language.ts'
import { LiveMicrophoneIcon, NotHeardIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'

/** While it records by itself: how long the room does not hear me. With three columns the bar above the voice controls says it. */
export function DeafNote() {
  const { live } = useHere()
  return (
    <p class="air-note air-note-caution">
      <NotHeardIcon />
      {words.value.messages.deafNow[live.messages.airOf(live.me.value)]}
    </p>
  )
}

/** As short as it can be: under a thumb. */
export function HeldNote() {
  return (
    <p class="air-note air-note-caution">
      <NotHeardIcon />
      {words.value.messages.deaf}
    </p>
  )
}

/** While it stands still. */
export function PausedNote() {
  const { live } = useHere()
  const w = words.value
  const air = live.messages.airOf(live.me.value)
  return (
    <div class={air === 'off-air' ? 'air-note air-note-caution' : 'air-note'} data-air={air}>
      {air === 'live' ? <LiveMicrophoneIcon /> : <NotHeardIcon />}
      <p>{w.messages.pausedAir[air]}</p>
      {air === 'off-air' ? (
        <button type="button" class="button button-small" onClick={() => live.setMuted(false)}>
          {w.dock.unmute}
        </button>
      ) : null}
    </div>
  )
}
