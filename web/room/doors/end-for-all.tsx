/** The question before everybody is sent out: nothing is lost by it, and anybody can come back. */

import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'

export function EndForAll({ onCancel }: { onCancel: () => void }) {
  const { visit, live } = useHere()
  const w = words.value
  const { isBusy, failed, act } = useAct()
  return (
    <>
      <p>{w.ending.text}</p>
      <FailureLine failed={failed} />
      <div class="actions">
        <button type="button" class="button" onClick={onCancel}>
          {w.actions.cancel}
        </button>
        <button
          type="button"
          class="button button-danger"
          aria-disabled={isBusy}
          onClick={() => act(() => visit.endForAll(live))}
        >
          {w.ending.endIt}
        </button>
      </div>
    </>
  )
}
