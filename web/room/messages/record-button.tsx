/**
 * Beside the field to write in: records a voice message. With a thumb: hold it and let go to send, slide aside to cancel,
 * up to let go; a tap, a click, a key or assistive technology records by itself.
 */

import { useRef } from 'preact/hooks'
import { words } from '../../i18n/language.ts'
import { ArrowUpIcon, MicrophoneIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { pullOf } from './hold-gesture.ts'
import type { Recording } from './recording.ts'
import { isHeld } from './recording-state.ts'

export function RecordButton() {
  const { recording } = useHere().live.messages
  const w = words.value.messages
  const handlers = useThumb(recording)
  const held = isHeld(recording.state.value)
  return (
    <span class="record" data-held={held || undefined}>
      {held ? <LockHint recording={recording} /> : null}
      <button
        type="button"
        class="icon-button record-button"
        aria-label={w.record}
        title={w.recordHint}
        aria-keyshortcuts="R"
        {...handlers}
      >
        <MicrophoneIcon />
      </button>
    </span>
  )
}

/** Where the thumb may go to be free: nearer is fuller. */
function LockHint({ recording }: { recording: Recording }) {
  return (
    <span class="record-lock" style={{ '--near': recording.pull.value.lock }} aria-hidden="true">
      <ArrowUpIcon />
      {words.value.messages.lock}
    </span>
  )
}

function useThumb(recording: Recording) {
  const thumb = useRef({ x: 0, y: 0, isMouse: true })
  return {
    onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => {
      const { clientX: x, clientY: y, pointerType } = event
      thumb.current = { x, y, isMouse: pointerType === 'mouse' }
      if (pointerType === 'mouse' || event.button !== 0) return
      event.preventDefault() // the field keeps its focus, and the keyboard stays: the button does not move away
      event.currentTarget.setPointerCapture(event.pointerId)
      void recording.start(true)
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = thumb.current
      recording.slide(pullOf(x - clientX, y - clientY))
    },
    onPointerUp: () => recording.release(),
    /** A call comes in, a hand slips off the glass: nothing is sent that nobody let go of. */
    onPointerCancel: () => recording.lose(),
    /** `detail` is 0 for a click that no pointer made; a finger's click is the end of its hold. */
    onClick: (event: MouseEvent) => {
      if (event.detail === 0 || thumb.current.isMouse) void recording.start(false)
    },
    onContextMenu: (event: Event) => event.preventDefault(),
  }
}
