/**
 * The question before somebody is removed. What is refused from then on is the guest that a browser remembers to be, so two
 * ways to keep out newcomers are offered with it: those from the same network, and all.
 */

import { useState } from 'preact/hooks'
import type { Participant } from '../../../src/client/index.ts'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { Switch } from '../../overlay/switch.tsx'
import { useHere } from '../here.ts'

export function RemovePerson({ person, onDone }: { person: Participant; onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const { isBusy, failed, act } = useAct()
  const [banToo, setBanToo] = useState(false)
  const [lockToo, setLockToo] = useState(false)
  const locked = live.locked.value
  const remove = async () => {
    // The lock first: whoever is out must not slip in again before it holds.
    if (lockToo && !locked) await live.room.lock()
    await (banToo ? live.room.ban(person.member) : live.room.remove(person.member))
  }
  return (
    <>
      <p>{w.person.removeText}</p>
      <Switch on={banToo} title={w.person.banToo} hint={w.person.banTooHint} onChange={setBanToo} />
      {locked ? null : <Switch on={lockToo} title={w.person.lockToo} hint={w.menu.lockHint} onChange={setLockToo} />}
      <FailureLine failed={failed} />
      <div class="actions">
        <button type="button" class="button" onClick={onDone}>
          {w.actions.cancel}
        </button>
        <button type="button" class="button button-danger" aria-disabled={isBusy} onClick={() => act(remove, onDone)}>
          {w.person.removeIt}
        </button>
      </div>
    </>
  )
}
