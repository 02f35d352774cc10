/** Coming in by an invite that was pasted, whole or in the middle of a sentence. */

import { useId, useState } from 'preact/hooks'
import { go } from '../app/place.ts'
import { words } from '../i18n/language.ts'
import { findRoomLink, pathOf } from '../links/room-link.ts'

export function JoinByLink() {
  const w = words.value.home
  const field = useId()
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
      <label class="field" for={field}>
        <span class="field-label">{w.inviteLink}</span>
        <input
          id={field}
          class="input"
          value={pasted}
          type="url"
          inputMode="url"
          placeholder={w.inviteLinkHint}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={bad}
          aria-describedby={bad ? `${field}-error` : undefined}
          onInput={(event) => {
            setPasted(event.currentTarget.value)
            setBad(false)
          }}
        />
      </label>
      <button type="submit" class="button" disabled={pasted.trim() === ''}>
        {w.join}
      </button>
      {bad ? (
        <p id={`${field}-error`} class="field-error" role="alert">
          {w.badLink}
        </p>
      ) : null}
    </form>
  )
}
