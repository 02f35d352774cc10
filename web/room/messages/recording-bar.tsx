/**
 * Above the voice controls, wherever one looks in the room: a message is being recorded and the room does not hear me, or
 * one that was recorded waits behind the closed sheet.
 */

import { isWide } from '../../app/wide.ts'
import { words } from '../../i18n/language.ts'
import { NotHeardIcon, VoiceMessageIcon } from '../../icons.tsx'
import { clockOf } from '../clips/durations.ts'
import { useHere } from '../here.ts'

export function RecordingBar() {
  const { live, dialogs } = useHere()
  const { recording, drafts } = live.messages
  const w = words.value.messages
  const { is } = recording.state.value
  const air = live.messages.airOf(live.me.value)
  // On a phone the sheet lies over it, and says the same.
  if (live.unread.isShown.value && !isWide.value) return null
  const show = () => dialogs.show({ is: 'messages' })
  if (is === 'recording') {
    return (
      <section class="foot-bar foot-bar-caution" aria-label={w.bar}>
        <NotHeardIcon />
        <p>
          <strong>
            {w.recording} <span class="figures">{clockOf(recording.durationMs.value)}</span>
          </strong>{' '}
          {w.deafNow[air]}
        </p>
        <div class="actions">
          <button type="button" class="button" onClick={() => void recording.pause()}>
            {w.pause}
          </button>
          {live.unread.isShown.value ? null : (
            <button type="button" class="button" onClick={show}>
              {w.show}
            </button>
          )}
        </div>
      </section>
    )
  }
  const waitsMs = is === 'paused' ? recording.durationMs.value : drafts.all.value[0]?.durationMs
  if (waitsMs === undefined || live.unread.isShown.value) return null
  return (
    <section class="foot-bar" aria-label={w.drafts}>
      <VoiceMessageIcon />
      <p>
        {is === 'paused' ? w.waitingBar(clockOf(waitsMs)) : w.draft(clockOf(waitsMs))}
        {is === 'paused' ? ` ${w.pausedAir[air]}` : null}
      </p>
      <button type="button" class="button" onClick={show}>
        {w.show}
      </button>
    </section>
  )
}
