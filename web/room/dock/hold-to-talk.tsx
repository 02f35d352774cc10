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

export function HoldToTalk() {
  const { live } = useHere()
  const w = words.value.dock
  const talking = live.talking.value
  const letGo = () => live.setTalking(false)
  // A button that goes while it is held, as when the microphone fails or the screen turns, never hears of its release.
  useEffect(() => () => live.setTalking(false), [live])

  const press = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    live.setTalking(true)
  }
  const holdKey = (event: KeyboardEvent) => {
    if (!presses(event)) return
    event.preventDefault()
    live.setTalking(true)
  }
  /** Firefox clicks when Space comes up, whatever became of its coming down: unprevented, that would talk on. */
  const releaseKey = (event: KeyboardEvent) => {
    if (!presses(event)) return
    event.preventDefault()
    live.setTalking(false)
  }
  /** `detail` is 0 only for a click that no pointer made. */
  const click = (event: MouseEvent) => {
    if (event.detail === 0) live.setTalking(!live.talking.peek())
  }

  return (
    <button
      type="button"
      class="hold"
      aria-keyshortcuts="Space"
      aria-pressed={talking}
      onPointerDown={press}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onLostPointerCapture={letGo}
      onKeyDown={holdKey}
      onKeyUp={releaseKey}
      onClick={click}
      onContextMenu={(event) => event.preventDefault()}
    >
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

/** Whether this key presses the button that has the focus. */
const presses = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter'
