/**
 * The question before somebody is removed. What is refused from then on is the guest that a browser remembers to be,
 * so the lock against newcomers is offered with it.
 */

import { useState } from 'preact/hooks'
import type { EarshotErrorCode, Participant } from '../../../src/client/index.ts'
import { codeOf } from '../../devices/desk.ts'
import { words } from '../../i18n/language.ts'
import { Switch } from '../../overlay/switch.tsx'
import { useHere } from '../here.ts'

export function RemovePerson({ person, onDone }: { person: Participant; onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const [failed, setFailed] = useState<EarshotErrorCode>()
  const [lockToo, setLockToo] = useState(false)
  const locked = live.locked.value
  const remove = async () => {
    try {
      // The lock first: whoever is out must not slip in again before it holds.
      if (lockToo && !locked) await live.room.lock()
      await live.room.remove(person.member)
      onDone()
    } catch (error) {
      setFailed(codeOf(error, 'unreachable'))
    }
  }
  return (
    <>
      <p>{w.person.removeText}</p>
      {locked ? null : <Switch on={lockToo} title={w.person.lockToo} hint={w.menu.lockHint} onChange={setLockToo} />}
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
