/**
 * The empty room: the invite is the page.
 */

import { words } from '../i18n/language.ts'
import { CheckIcon, CopyIcon, ShareIcon } from '../icons.tsx'
import { guestPath } from '../links/room-link.ts'
import { useCopying } from '../overlay/copying.ts'
import { useHere } from './here.ts'

export function Invite() {
  const { visit } = useHere()
  const w = words.value.invite
  const secret = visit.guestSecret
  return (
    <section class="invite" aria-labelledby="invite-heading">
      <h2 id="invite-heading">{w.title}</h2>
      {secret === undefined ? (
        <p class="lead">{w.unknown}</p>
      ) : (
        <>
          <p class="lead">{w.text}</p>
          <InviteLink link={location.origin + guestPath(visit.room, secret)} />
          {visit.ownersLink === undefined ? null : <p class="invite-owner faint">{w.yours}</p>}
        </>
      )}
    </section>
  )
}

function InviteLink({ link }: { link: string }) {
  const w = words.value.invite
  const [copied, copy] = useCopying(w.copied, w.failed)
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
        <button type="button" class="button button-primary" onClick={() => void copy(link)}>
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
