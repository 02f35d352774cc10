/** Another name for myself, here and in later rooms. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { ownName } from '../../app/preferences.ts'
import { words } from '../../i18n/language.ts'
import { cleanName, MAX_NAME_LENGTH } from '../../links/names.ts'
import { useHere } from '../here.ts'

export function Rename({ onDone }: { onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const [name, setName] = useState(live.me.value.name)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const rename = (event: Event) => {
    event.preventDefault()
    const cleaned = cleanName(name)
    if (cleaned === '') return
    ownName.value = cleaned
    live.room.rename(cleaned)
    onDone()
  }
  return (
    <form onSubmit={rename}>
      <label class="field" for="new-name">
        <span class="field-label">{w.door.yourName}</span>
        <input
          id="new-name"
          ref={field}
          class="input"
          value={name}
          maxLength={MAX_NAME_LENGTH}
          autocomplete="nickname"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="button" class="button" onClick={onDone}>
          {w.actions.cancel}
        </button>
        <button type="submit" class="button button-primary" disabled={cleanName(name) === ''}>
          {w.actions.save}
        </button>
      </div>
    </form>
  )
}
