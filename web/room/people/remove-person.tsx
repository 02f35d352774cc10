/** The question before somebody is removed for good. */

import { useState } from 'preact/hooks'
import type { EarshotErrorCode, Participant } from '../../../src/client/index.ts'
import { codeOf } from '../../devices/desk.ts'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'

export function RemovePerson({ person, onDone }: { person: Participant; onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const [failed, setFailed] = useState<EarshotErrorCode>()
  const remove = async () => {
    try {
      await live.room.remove(person.member)
      onDone()
    } catch (error) {
      setFailed(codeOf(error, 'unreachable'))
    }
  }
  return (
    <>
      <p>{w.person.removeText}</p>
      {failed === undefined ? null : (
        <p class="field-error" role="alert">
          {w.sentence(w.failures[failed].title)} {w.failures[failed].text}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={onDone}>
          {w.actions.cancel}
        </button>
        <button type="button" class="button button-danger" onClick={() => void remove()}>
          {w.person.removeIt}
        </button>
      </div>
    </>
  )
}
