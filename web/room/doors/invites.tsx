/**
 * The owner's: every link into the room, what it makes of those who come by it, who came, and how long it goes on working.
 * New ones are made in new-invite.tsx.
 */

import { useCallback } from 'preact/hooks'
import type { Invite, NewInvite } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { AddIcon } from '../../icons.tsx'
import { secretOf } from '../../links/made-invites.ts'
import { guestPath, pathOf } from '../../links/room-link.ts'
import { useHere } from '../here.ts'
import { InviteLink } from '../invite.tsx'
import type { WayIn } from '../way-in.ts'
import { guestsInvite, newestFirst, stateOf } from './invite-facts.ts'
import { InviteItem } from './invite-item.tsx'
import { NotLoaded } from './not-loaded.tsx'
import { useLoaded } from './use-loaded.ts'

/** `made`: just now. */
export function Invites({ made }: { made: NewInvite | undefined }) {
  const { live, dialogs } = useHere()
  const w = words.value.invites
  const load = useCallback(() => live.room.doors.invites(), [live])
  const [loaded, again] = useLoaded(load)
  return (
    <div class="invites">
      {made === undefined ? null : <Ready made={made} />}
      <button type="button" class="button" onClick={() => dialogs.show({ is: 'new-invite' })}>
        <AddIcon />
        {w.new}
      </button>
      {loaded.is === 'loading' ? <p class="faint">{w.loading}</p> : null}
      {loaded.is === 'failed' ? <NotLoaded failed={loaded.failed} onRetry={() => void again()} /> : null}
      {loaded.is === 'there' ? <List invites={newestFirst(loaded.value)} /> : null}
    </div>
  )
}

function Ready({ made }: { made: NewInvite }) {
  const { way } = useHere().visit
  return (
    <section class="invite-ready" aria-labelledby="invite-ready">
      <h3 id="invite-ready">{words.value.invites.ready}</h3>
      <InviteLink link={linkOf(way, made.invite, made.secret)} focused />
    </section>
  )
}

function List({ invites }: { invites: readonly Invite[] }) {
  const { way } = useHere().visit
  const w = words.value.invites
  const nowMs = Date.now()
  const isOpen = (invite: Invite) => stateOf(invite, nowMs) === 'open'
  const usual = guestsInvite(invites)
  const item = (invite: Invite) => {
    const secret = invite === usual ? way.guestSecret.value : secretOf(invite.id)
    return (
      <InviteItem
        key={invite.id}
        invite={invite}
        invites={invites}
        isUsual={invite === usual && secret !== undefined}
        link={secret === undefined ? undefined : linkOf(way, invite, secret)}
      />
    )
  }
  const closed = invites.filter((invite) => !isOpen(invite))
  return (
    <>
      <ul class="invite-list">{invites.filter(isOpen).map(item)}</ul>
      {closed.length === 0 ? null : (
        <details class="invites-closed">
          <summary>{w.closed(closed.length)}</summary>
          <ul class="invite-list">{closed.map(item)}</ul>
        </details>
      )}
      <p class="faint">{w.elsewhere}</p>
    </>
  )
}

/** A moderator invites others by the guests' link, which theirs carries with it. */
function linkOf({ room, guestSecret }: WayIn, { role }: Invite, secret: string): string {
  const guests = guestSecret.value
  if (role !== 'moderator' || guests === undefined) return location.origin + guestPath(room, secret)
  return location.origin + pathOf({ room, secret, guestSecret: guests })
}
