/**
 * In place of the field to write in, while a message records by itself or stands still: its sound, what is the matter,
 * and what can be done. By keyboard: Space stops and goes on, Enter sends, Escape throws away.
 */

import { useEffect, useRef } from 'preact/hooks'
import { keysOn } from '../../app/preferences.ts'
import { isWide } from '../../app/wide.ts'
import { VoiceTrace } from '../../devices/voice-trace.tsx'
import { words } from '../../i18n/language.ts'
import { DeleteIcon, MicrophoneIcon, PauseIcon, SendIcon } from '../../icons.tsx'
import { clockOf } from '../clips/durations.ts'
import { useHere } from '../here.ts'
import { BurnChosen, BurnMenu } from './burn-menu.tsx'
import { DeafNote } from './deaf-note.tsx'
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
  useEffect(() => panel.current?.focus(), [])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form, and this is none
    <section
      ref={panel}
      class="recorder"
      role="group"
      tabIndex={-1}
      aria-label={w.panel}
      onKeyDown={(event) => press(event, recording)}
      data-recorder
    >
      {isRecording ? <Live /> : <Still />}
      <RecordingWarnings />
      <BurnChosen />
      <Actions isRecording={isRecording} />
      {isWide.value && keysOn.value ? (
        <p class="recorder-keys faint">{isRecording ? w.keysHint : w.keysHintPaused}</p>
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
      <DeafNote long={!isWide.value} />
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
    </>
  )
}

function Actions({ isRecording }: { isRecording: boolean }) {
  const { recording } = useHere().live.messages
  const w = words.value.messages
  const isEmpty = !isRecording && recording.durationMs.value === 0
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
        <button
          type="button"
          class="button button-primary"
          aria-label={w.sendMessage}
          disabled={isEmpty}
          onClick={() => recording.send()}
        >
          <SendIcon />
          {w.send}
        </button>
        <BurnMenu />
      </span>
    </div>
  )
}

/** A button that has the focus keeps its own keys. */
function press(event: KeyboardEvent & { currentTarget: HTMLElement }, recording: Recording): void {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target instanceof Element && event.target.closest('[popover]') !== null) return
  const isOnPanel = event.target === event.currentTarget
  if (event.key === 'Escape') recording.discard()
  else if (isOnPanel && event.key === 'Enter') recording.send()
  else if (isOnPanel && event.key === ' ') void recording.toggle()
  else return
  event.preventDefault() // Escape would also close the sheet that the panel stands in
  event.stopPropagation()
}
