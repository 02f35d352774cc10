/** The owner's: from now on the room keeps what is said, for how long, or no longer. Everybody sees it in the log. */

import { useSignal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { choiceOf, DaysSegments, daysOf, USUAL_DAYS } from './days-choice.tsx'

export function RoomKeeping({ onDone }: { onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const [wasOn] = useState(() => live.keeping.isOn.peek())
  const [daysBefore] = useState(() => live.keeping.days.peek())
  const choice = useSignal(wasOn ? choiceOf(daysBefore) : USUAL_DAYS)
  const { failed, act } = useAct()
  const isSame = wasOn && daysOf(choice.value) === daysBefore
  return (
    <>
      <p>{w.keeping.hint}</p>
      <DaysSegments choice={choice} />
      <p class="faint">{w.keeping.messagesToo}</p>
      {wasOn ? (
        <p class="faint">
          {w.keeping.changeHint} {w.keeping.stopHint}
        </p>
      ) : null}
      <FailureLine failed={failed} />
      <div class="actions">
        {wasOn ? (
          <button type="button" class="button" onClick={() => act(() => live.room.stopKeeping(), onDone)}>
            {w.keeping.stop}
          </button>
        ) : null}
        <button
          type="button"
          class="button button-primary"
          disabled={isSame}
          onClick={() => act(() => live.room.startKeeping(daysOf(choice.peek())), onDone)}
        >
          {wasOn ? w.keeping.change : w.keeping.start}
        </button>
      </div>
    </>
  )
}
