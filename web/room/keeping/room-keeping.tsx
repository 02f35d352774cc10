/** The owner's: from now on the room keeps what is said, for how long, or no longer. Everybody sees it in the log. */

import { useSignal } from '@preact/signals'
import { useState } from 'preact/hooks'
import type { EarshotErrorCode } from '../../../src/client/index.ts'
import { codeOf } from '../../devices/desk.ts'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { choiceOf, DaysSegments, daysOf, USUAL_DAYS } from './days-choice.tsx'

export function RoomKeeping({ onDone }: { onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const [wasOn] = useState(() => live.keeping.isOn.peek())
  const [daysBefore] = useState(() => live.keeping.days.peek())
  const choice = useSignal(wasOn ? choiceOf(daysBefore) : USUAL_DAYS)
  const [failed, setFailed] = useState<EarshotErrorCode>()
  const act = async (action: () => Promise<void>) => {
    setFailed(undefined)
    try {
      await action()
      onDone()
    } catch (error) {
      setFailed(codeOf(error, 'unreachable'))
    }
  }
  const isSame = wasOn && daysOf(choice.value) === daysBefore
  return (
    <>
      <p>{w.keeping.hint}</p>
      <DaysSegments choice={choice} />
      {wasOn ? <p class="faint">{w.keeping.stopHint}</p> : null}
      {failed === undefined ? null : (
        <p class="field-error" role="alert">
          {w.sentence(w.failures[failed].title)} {w.failures[failed].text}
        </p>
      )}
      <div class="actions">
        {wasOn ? (
          <button type="button" class="button" onClick={() => void act(() => live.room.stopKeeping())}>
            {w.keeping.stop}
          </button>
        ) : null}
        <button
          type="button"
          class="button button-primary"
          disabled={isSame}
          onClick={() => void act(() => live.room.startKeeping(daysOf(choice.peek())))}
        >
          {wasOn ? w.keeping.change : w.keeping.start}
        </button>
      </div>
    </>
  )
}
