/**
 * The question before the room is destroyed: what goes with it, for everybody and for ever. The room's name, typed, shows
 * that it is this room that is meant.
 */

import { useId, useState } from 'preact/hooks'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { isSameName } from './same-name.ts'

export function DeleteRoom({ onCancel }: { onCancel: () => void }) {
  const { visit, live } = useHere()
  const w = words.value
  const { isBusy, failed, act } = useAct()
  const field = useId()
  const [typed, setTyped] = useState('')
  const name = visit.way.roomName.value
  const isSure = isSameName(typed, name ?? w.deleting.word)
  const remove = (event: Event) => {
    event.preventDefault()
    if (isSure) act(() => visit.deleteRoom(live))
  }
  return (
    <form onSubmit={remove}>
      <div class="goes">
        <p>{w.deleting.text}</p>
        <ul>
          {w.deleting.goes.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
        <p>{w.deleting.outNow}</p>
      </div>
      <label class="field" for={field}>
        <span class="field-label">{name === null ? w.deleting.typeWord : w.deleting.typeName}</span>
        <input
          id={field}
          class="input"
          value={typed}
          placeholder={name ?? w.deleting.word}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <FailureLine failed={failed} />
      <div class="actions">
        <button type="button" class="button" onClick={onCancel}>
          {w.actions.cancel}
        </button>
        <button type="submit" class="button button-danger" disabled={!isSure} aria-disabled={isBusy}>
          {w.deleting.deleteIt}
        </button>
      </div>
    </form>
  )
}
