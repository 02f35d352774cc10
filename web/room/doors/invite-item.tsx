/** One link into the room: what it is, what came of it, and its two buttons. */

import type { Invite } from '../../../src/client/index.ts'
import type { Words } from '../../i18n/en.ts'
import { momentOf, nameList, words } from '../../i18n/language.ts'
import { CheckIcon, CopyIcon, KeptOutIcon } from '../../icons.tsx'
import { useCopying } from '../../overlay/copying.ts'
import { useHere } from '../here.ts'
import { ROLE_ICONS } from '../people/role-icons.tsx'
import { cameBy, isIndispensable, stateOf } from './invite-facts.ts'

/** More names than these are a number. */
const MOST_NAMED = 4

interface InviteItemProps {
  invite: Invite
  invites: readonly Invite[]
  /** It is the one that the button in the header copies. */
  isUsual: boolean
  /** Undefined: this browser does not know its secret. */
  link: string | undefined
}

export function InviteItem({ invite, invites, isUsual, link }: InviteItemProps) {
  const { live, dialogs } = useHere()
  const w = words.value
  const nowMs = Date.now()
  const state = stateOf(invite, nowMs)
  const isNeeded = isIndispensable(invite, invites, live.me.value.person, nowMs)
  const name = invite.label ?? w.roles[invite.role]
  return (
    <li class="invite-item" data-state={state}>
      {ROLE_ICONS[invite.role]}
      <div class="invite-words">
        <bdi class="invite-name">{name}</bdi>
        <p class="faint figures">{factsOf(w, invite, nowMs).join(' · ')}</p>
        <WhoCame invite={invite} />
        {isUsual && state === 'open' ? <p class="faint">{w.invites.usual}</p> : null}
        {isNeeded ? <p class="faint">{w.invites.yours}</p> : null}
      </div>
      {state === 'open' && !isNeeded ? (
        <>
          {link === undefined ? null : <CopyLink link={link} name={name} />}
          <button
            type="button"
            class="icon-button"
            aria-label={w.invites.revokeOf(name)}
            title={w.invites.revokeIt}
            onClick={() => dialogs.show({ is: 'revoke-invite', invite, isUsual })}
          >
            <KeptOutIcon />
          </button>
        </>
      ) : null}
    </li>
  )
}

function CopyLink({ link, name }: { link: string; name: string }) {
  const w = words.value.invites
  const [copied, copy] = useCopying(w.copied, words.value.invite.failed)
  const done = copied === 'yes'
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={done ? w.copied : w.copyOf(name)}
      title={done ? w.copied : w.copy}
      onClick={() => void copy(link)}
    >
      {done ? <CheckIcon /> : <CopyIcon />}
    </button>
  )
}

/** The role, where the name does not say it; until when; how many of how many. */
function factsOf(w: Words, invite: Invite, nowMs: number): string[] {
  const { label, role, maxPeople } = invite
  return [
    ...(label === null ? [] : [w.roles[role]]),
    ...untilOf(w, invite, nowMs),
    ...(maxPeople === null ? [] : [w.invites.cameOf(cameBy(invite), maxPeople)]),
  ]
}

function untilOf(w: Words, invite: Invite, nowMs: number): string[] {
  const { expiresAtMs, revokedAtMs } = invite
  switch (stateOf(invite, nowMs)) {
    case 'revoked':
      return revokedAtMs === null ? [] : [w.invites.revoked(momentOf(revokedAtMs))]
    case 'expired':
      return expiresAtMs === null ? [] : [w.invites.expired(momentOf(expiresAtMs))]
    case 'used-up':
      return [w.invites.usedUp]
    default:
      return expiresAtMs === null ? [] : [w.invites.until(momentOf(expiresAtMs))]
  }
}

/** How many of how many stands above; here, who they are, as far as the room has seen them. */
function WhoCame({ invite }: { invite: Invite }) {
  const w = words.value
  if (invite.maxPeople !== null && invite.came.length === 0) return null
  return <p class="faint">{whoCame(w, invite)}</p>
}

function whoCame(w: Words, invite: Invite): string {
  const { came } = invite
  if (cameBy(invite) === 0) return w.invites.nobodyCame
  if (came.length === 0) return w.invites.came(cameBy(invite))
  const names = came.map(({ name }) => name ?? w.room.nameless)
  const more = Math.max(0, names.length - MOST_NAMED)
  return w.invites.names(more === 0 ? nameList(names) : names.slice(0, MOST_NAMED).join(', '), more)
}
