/**
 * The empty room: the invite is the page.
 */

import { useEffect, useRef } from 'preact/hooks'
import { words } from '../i18n/language.ts'
import { CheckIcon, CopyIcon, ShareIcon } from '../icons.tsx'
import { guestPath } from '../links/room-link.ts'
import { useCopying } from '../overlay/copying.ts'
import { useHere } from './here.ts'

export function Invite() {
  const { visit, live, dialogs } = useHere()
  const w = words.value.invite
  const secret = visit.way.guestSecret.value
  return (
    <section class="invite" aria-labelledby="invite-heading">
      <h2 id="invite-heading">{w.title}</h2>
      {secret === undefined ? (
        <p class="lead">{live.isOwner ? w.unknownOwner : visit.way.isLimited.value ? w.limited : w.unknown}</p>
      ) : (
        <>
          <p class="lead">{visit.way.guestsListen.value ? w.textListen : w.text}</p>
          <InviteLink link={location.origin + guestPath(visit.room, secret)} />
          {visit.way.ownersLink === undefined ? null : <p class="invite-owner faint">{w.yours}</p>}
        </>
      )}
      {live.isOwner ? (
        <button type="button" class="button button-quiet" onClick={() => dialogs.show({ is: 'invites' })}>
          {words.value.invites.others}
        </button>
      ) : null}
    </section>
  )
}

interface InviteLinkProps {
  link: string
  /** The button to copy it is what one wants next. */
  focused?: boolean
}

export function InviteLink({ link, focused = false }: InviteLinkProps) {
  const w = words.value.invite
  const [copied, copy] = useCopying(w.copied, w.failed)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focused) button.current?.focus()
  }, [focused])
  return (
    <>
      <input
        class="input invite-link"
        aria-label={w.link}
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="actions">
        <button ref={button} type="button" class="button button-primary" onClick={() => void copy(link)}>
          {copied === 'yes' ? <CheckIcon /> : <CopyIcon />}
          {copied === 'yes' ? w.copied : w.copy}
        </button>
        <ShareButton link={link} />
      </div>
      {copied === 'failed' ? <p class="field-error">{w.failed}</p> : null}
    </>
  )
}

/** Where the system has a share sheet, that is how links travel. */
function ShareButton({ link }: { link: string }) {
  if (!('share' in navigator)) return null
  const share = () => {
    navigator.share({ url: link }).catch(() => undefined) // AbortError: the person closed the sheet
  }
  return (
    <button type="button" class="button" onClick={share}>
      <ShareIcon />
      {words.value.invite.share}
    </button>
  )
}
