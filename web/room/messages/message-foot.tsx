/** Below the timeline: what has to be decided, what is answered, and the field to write in or the recorder in its place. */

import { FailureLine } from '../../app/failure.tsx'
import { isWide } from '../../app/wide.ts'
import { words } from '../../i18n/language.ts'
import { CloseIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { Composer } from '../timeline/composer.tsx'
import { HeldNote } from './air-note.tsx'
import { DraftBar } from './draft-bar.tsx'
import { FileCard } from './file-card.tsx'
import { ReplyBar } from './quote.tsx'
import { RecorderPanel } from './recorder-panel.tsx'
import { hasRecording, isHeld } from './recording-state.ts'
import { SlipNote } from './slip-note.tsx'
import { UndoToast } from './undo-toast.tsx'

export function MessageFoot() {
  const { messages } = useHere().live
  const state = messages.recording.state.value
  const isFree = (state.is === 'opening' || hasRecording(state)) && !isHeld(state)
  const hasFiles = messages.files.value.length > 0
  return (
    <>
      {isHeld(state) ? null : <UndoToast />}
      <SlipNote />
      {isFree || hasFiles ? null : <DraftBar />}
      <Refusals />
      <ReplyBar />
      {isHeld(state) && !isWide.value ? <HeldNote /> : null}
      {isFree ? <RecorderPanel /> : hasFiles ? <FileCard /> : <Composer />}
    </>
  )
}

/** Why nothing is being recorded, or no file sent, until it has been read. */
function Refusals() {
  const { messages } = useHere().live
  const { recording, hasRefusedFiles } = messages
  const w = words.value
  const state = recording.state.value
  if (state.is !== 'failed' && !hasRefusedFiles.value) return null
  const close = () => {
    recording.dismiss()
    hasRefusedFiles.value = false
  }
  return (
    <div class="foot-refusal">
      {state.is === 'failed' ? (
        <FailureLine failed={{ code: state.code, retryAfterMs: undefined }} />
      ) : (
        <p class="field-error" role="alert">
          {w.messages.noSoundFile}
        </p>
      )}
      <button type="button" class="icon-button" aria-label={w.actions.close} onClick={close}>
        <CloseIcon />
      </button>
    </div>
  )
}
