/** Coming in by an invite that was pasted, whole or in the middle of a sentence. */

import { useId, useState } from 'preact/hooks'
import { go } from '../app/place.ts'
import { words } from '../i18n/language.ts'
import { InviteLinkField } from '../links/invite-link-field.tsx'
import { findRoomLink, pathOf } from '../links/room-link.ts'

export function JoinByLink() {
  const w = words.value.home
  const fault = useId()
  const [pasted, setPasted] = useState('')
  const [bad, setBad] = useState(false)

  const join = (event: Event) => {
    event.preventDefault()
    const link = findRoomLink(pasted.trim(), location.origin)
    setBad(link === undefined)
    if (link !== undefined) go(pathOf(link))
  }

  return (
    <form class="door-card" onSubmit={join} noValidate>
      <InviteLinkField
        label={w.inviteLink}
        pasted={pasted}
        isWrong={bad}
        describedBy={bad ? fault : undefined}
        onInput={(text) => {
          setPasted(text)
          setBad(false)
        }}
      />
      <button type="submit" class="button" disabled={pasted.trim() === ''}>
        {w.join}
      </button>
      {bad ? (
        <p id={fault} class="field-error" role="alert">
          {w.badLink}
        </p>
      ) : null}
    </form>
  )
}
