/**
 * In place of the field to write in, while a message records by itself or stands still: its sound, what is the matter,
 * and what can be done. By keyboard: Space stops and goes on, Enter sends, Escape throws away.
 */

import { useEffect, useId, useRef } from 'preact/hooks'
import { keepFocus } from '../../app/focus.ts'
import { keysOn } from '../../app/preferences.ts'
import { isWide } from '../../app/wide.ts'
import { VoiceTrace } from '../../devices/voice-trace.tsx'
import { words } from '../../i18n/language.ts'
import { DeleteIcon, MicrophoneIcon, PauseIcon, SendIcon } from '../../icons.tsx'
import { clockOf } from '../clips/durations.ts'
import { useHere } from '../here.ts'
import { DeafNote, PausedNote } from './air-note.tsx'
import { BurnChosen, BurnMenu } from './burn-menu.tsx'
import { PreviewRow } from './preview-row.tsx'
import type { Recording } from './recording.ts'
import { RecordingWarnings } from './recording-warnings.tsx'

/** The recording as the preview knows it. */
const RECORDING_ID = 'recording'

export function RecorderPanel() {
  const { recording } = useHere().live.messages
  const w = words.value.messages
  const panel = useRef<HTMLElement>(null)
  const isRecording = recording.state.value.is !== 'paused'
  const keys = useId()
  const saysKeys = isWide.value && keysOn.value
  useBorrowedFocus(panel)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form, and this is none
    <section
      ref={panel}
      class="recorder"
      role="group"
      tabIndex={-1}
      aria-label={w.panel}
      aria-describedby={saysKeys ? keys : undefined}
      onKeyDown={(event) => press(event, recording)}
      data-recorder
    >
      {isRecording ? <Live /> : <Still />}
      <RecordingWarnings />
      <BurnChosen />
      <Actions isRecording={isRecording} />
      {saysKeys ? (
        <p id={keys} class="recorder-keys faint">
          {isRecording ? w.keysHint : w.keysHintPaused}
        </p>
      ) : null}
    </section>
  )
}

function Live() {
  const { visit, live } = useHere()
  const { recording } = live.messages
  const w = words.value.messages
  const isOpening = recording.state.value.is === 'opening'
  return (
    <>
      <div class="recorder-row">
        <span class="recorder-dot" aria-hidden="true" />
        <span class="recorder-state">
          {isOpening ? w.opening : w.recording}
          {isOpening ? null : <span class="figures recorder-time">{clockOf(recording.durationMs.value)}</span>}
        </span>
        <VoiceTrace desk={visit.desk} isSent={() => !isOpening} label={words.value.devices.meter} />
      </div>
      {isWide.value ? null : <DeafNote />}
    </>
  )
}

function Still() {
  const { recording } = useHere().live.messages
  const w = words.value.messages
  const durationMs = recording.durationMs.value
  return (
    <>
      <p class="recorder-state">
        {w.paused}
        <span class="figures recorder-time">{clockOf(durationMs)}</span>
      </p>
      {durationMs === 0 ? null : (
        <PreviewRow
          id={RECORDING_ID}
          sound={recording.audio}
          durationMs={durationMs}
          waveform={recording.waveform.value}
          title={w.preview(clockOf(durationMs))}
        />
      )}
      <PausedNote />
    </>
  )
}

function Actions({ isRecording }: { isRecording: boolean }) {
  const { recording } = useHere().live.messages
  const w = words.value.messages
  return (
    <div class="recorder-actions">
      <button
        type="button"
        class="icon-button"
        aria-label={w.discardMessage}
        title={w.discard}
        onClick={() => recording.discard()}
      >
        <DeleteIcon />
      </button>
      <button
        type="button"
        class="button"
        aria-label={isRecording ? w.pause : w.resume}
        onClick={() => void (isRecording ? recording.pause() : recording.resume())}
      >
        {isRecording ? <PauseIcon /> : <MicrophoneIcon />}
        {isRecording ? w.pauseShort : w.resumeShort}
      </button>
      <span class="send-with-options">
        <BurnMenu />
        <button
          type="button"
          class="button button-primary"
          aria-label={w.sendMessage}
          disabled={isEmpty(recording)}
          onClick={() => recording.send()}
        >
          <SendIcon />
          {w.send}
        </button>
      </span>
    </div>
  )
}

/** In the first second too: whoever taps the microphone twice sends nothing by that. */
const isEmpty = ({ durationMs }: Recording): boolean => durationMs.value === 0

function sendAny(recording: Recording): void {
  if (!isEmpty(recording)) recording.send()
}

/** The focus comes here, and goes back to where it was or to the record button, which stands here again. */
function useBorrowedFocus(panel: { current: HTMLElement | null }): void {
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (document.activeElement !== document.body && !panel.current?.contains(document.activeElement)) return
      queueMicrotask(() => giveFocus(before))
    }
  }, [panel])
}

function giveFocus(before: Element | null): void {
  const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body
  const target = isThere ? before : document.querySelector<HTMLElement>('[data-record-button]')
  target?.focus()
  keepFocus()
}

/** A button that has the focus keeps its own keys, and what is open over the panel is closed first. */
function press(event: KeyboardEvent & { currentTarget: HTMLElement }, recording: Recording): void {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
  if (document.querySelector(':popover-open') !== null) return
  const isOnPanel = event.target === event.currentTarget
  if (event.key === 'Escape') recording.discard()
  else if (isOnPanel && event.key === 'Enter') sendAny(recording)
  else if (isOnPanel && event.key === ' ') void recording.toggle()
  else return
  event.preventDefault() // Escape would also close the sheet that the panel stands in
  event.stopPropagation()
}
