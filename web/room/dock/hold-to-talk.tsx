/**
 * The hold-to-talk button: as long as a finger, a mouse or a key holds it down, I talk. Assistive technology that can
 * only click starts talking with one click and stops with the next.
 */

import { useEffect } from 'preact/hooks'
import { keysOn } from '../../app/preferences.ts'
import { isWide } from '../../app/wide.ts'
import { words } from '../../i18n/language.ts'
import { LiveMicrophoneIcon, MicrophoneIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { holdHandlers } from './hold-handlers.ts'

export function HoldToTalk() {
  const { live } = useHere()
  const w = words.value.dock
  const talking = live.talking.value
  const handlers = holdHandlers({ isHeld: () => live.talking.peek(), hold: (held) => live.setTalking(held) })
  // A button that goes while it is held, as when the microphone fails or the screen turns, never hears of its release.
  useEffect(() => () => live.setTalking(false), [live])
  return (
    <button type="button" class="hold" aria-keyshortcuts="Space" aria-pressed={talking} {...handlers}>
      {talking ? <LiveMicrophoneIcon /> : <MicrophoneIcon />}
      {/* The name stays what it is while it is held; what is seen says what happens. */}
      {talking ? <span aria-hidden="true">{w.talking}</span> : null}
      <span class={talking ? 'unseen' : undefined}>{w.hold}</span>
      {isWide.value && keysOn.value ? (
        <span class="key" aria-hidden="true">
          {w.space}
        </span>
      ) : null}
    </button>
  )
}
