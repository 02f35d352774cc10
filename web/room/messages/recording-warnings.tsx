/** What should be known of a message before it is sent, and what to do about it. */

import { FailureLine } from '../../app/failure.tsx'
import { words } from '../../i18n/language.ts'
import { WarningIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'

export function RecordingWarnings() {
  const { live, dialogs } = useHere()
  const { recording } = live.messages
  const w = words.value.messages
  const trouble = recording.trouble.value
  return (
    <>
      <FailureLine failed={trouble === undefined ? undefined : { code: trouble, retryAfterMs: undefined }} />
      {recording.warnings.value.map((warning) => (
        <div key={warning} class="recorder-warning">
          <WarningIcon />
          <p>
            <strong>{w.warnings[warning].title}</strong> {w.warnings[warning].text}
          </p>
          {warning === 'no-sound' ? (
            <button type="button" class="button button-small" onClick={() => dialogs.show({ is: 'settings' })}>
              {w.chooseMicrophone}
            </button>
          ) : null}
        </div>
      ))}
    </>
  )
}
