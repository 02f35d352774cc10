/** Over the field while a thumb holds the button: how long, how loud, and the way out. */

import { VoiceTrace } from '../../devices/voice-trace.tsx'
import { words } from '../../i18n/language.ts'
import { ArrowLeftIcon } from '../../icons.tsx'
import { clockOf } from '../clips/durations.ts'
import { useHere } from '../here.ts'

export function HeldStrip() {
  const { visit, live } = useHere()
  const { recording } = live.messages
  const w = words.value.messages
  const isOpening = recording.state.value.is === 'opening'
  const { cancel } = recording.pull.value
  return (
    <div class="held">
      <p class="held-row" style={{ '--near': cancel }}>
        <span class="recorder-dot" aria-hidden="true" />
        {isOpening ? w.opening : <span class="figures recorder-time">{clockOf(recording.durationMs.value)}</span>}
        <VoiceTrace desk={visit.desk} isSent={() => recording.state.peek().is === 'recording'} label={w.recording} />
        <span class="held-cancel">
          <ArrowLeftIcon />
          {w.slide}
        </span>
      </p>
    </div>
  )
}
