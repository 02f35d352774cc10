/** In place of what could not be asked for: why, and another try. */

import type { Failed } from '../../app/failed.ts'
import { FailureLine } from '../../app/failure.tsx'
import { words } from '../../i18n/language.ts'

export function NotLoaded({ failed, onRetry }: { failed: Failed; onRetry: () => void }) {
  return (
    <>
      <FailureLine failed={failed} />
      <div class="actions">
        <button type="button" class="button" onClick={onRetry}>
          {words.value.actions.tryAgain}
        </button>
      </div>
    </>
  )
}
