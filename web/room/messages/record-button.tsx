/**
 * Beside the field to write in: records a voice message. With a thumb or a mouse: hold it and let go to send, slide aside to
 * cancel, up to lock; a tap, a key or assistive technology records by itself.
 */

import { useRef } from 'preact/hooks'
import { takeOwnClick } from '../../app/own-click.ts'
import { words } from '../../i18n/language.ts'
import { ArrowUpIcon, LockIcon, MicrophoneIcon } from '../../icons.tsx'
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
        data-record-button
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
      <LockIcon />
      {words.value.messages.lock}
      <ArrowUpIcon />
    </span>
  )
}

function useThumb(recording: Recording) {
  const thumb = useRef({ x: 0, y: 0 })
  return {
    onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => {
      if (event.button !== 0 || !event.isPrimary) return
      thumb.current = { x: event.clientX, y: event.clientY }
      event.preventDefault() // the field keeps its focus, and the keyboard stays: the button does not move away
      event.currentTarget.setPointerCapture(event.pointerId)
      takeOwnClick()
      void recording.start(true, event.timeStamp)
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = thumb.current
      recording.slide(pullOf(x - clientX, y - clientY))
    },
    onPointerUp: (event: PointerEvent) => recording.release(event.timeStamp),
    /** A call comes in, a hand slips off the glass: nothing is sent that nobody let go of. */
    onPointerCancel: () => recording.lose(),
    /** One that no pointer made: that of a press is taken. */
    onClick: () => void recording.start(false),
    onContextMenu: (event: Event) => event.preventDefault(),
  }
}
