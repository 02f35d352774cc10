/** The question before a link is switched off: who is in stays in, and it cannot be undone. */

import type { Invite } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { forgetInvite } from '../../links/made-invites.ts'
import { useHere } from '../here.ts'

interface RevokeInviteProps {
  invite: Invite
  isUsual: boolean
  onDone: () => void
}

export function RevokeInvite({ invite, isUsual, onDone }: RevokeInviteProps) {
  const { visit, live } = useHere()
  const w = words.value
  const { isBusy, failed, act } = useAct()
  const revoke = async () => {
    await live.room.doors.revoke(invite.id)
    forgetInvite(invite.id)
    if (isUsual) visit.way.changeGuests(undefined)
    announce(w.invites.revokedNow)
  }
  return (
    <>
      <p>
        <bdi class="invite-name">{invite.label ?? w.roles[invite.role]}</bdi>
      </p>
      <p>{w.invites.revokeText}</p>
      <FailureLine failed={failed} />
      <div class="actions">
        <button type="button" class="button" onClick={onDone}>
          {w.actions.cancel}
        </button>
        <button type="button" class="button button-danger" aria-disabled={isBusy} onClick={() => act(revoke, onDone)}>
          {w.invites.revokeIt}
        </button>
      </div>
    </>
  )
}
