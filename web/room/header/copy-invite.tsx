/** Copying the invite from the header, once the room is not empty any more. */

import { words } from '../../i18n/language.ts'
import { CheckIcon, CopyIcon } from '../../icons.tsx'
import { guestPath } from '../../links/room-link.ts'
import { useCopying } from '../../overlay/copying.ts'
import { useHere } from '../here.ts'

export function CopyInvite() {
  const { visit } = useHere()
  const w = words.value.invite
  const [copied, copy] = useCopying(w.copied, w.failed)
  const secret = visit.way.guestSecret.value
  if (secret === undefined) return null
  const label = visit.way.guestsListen.value ? w.copyListen : w.copy
  const done = copied === 'yes'
  return (
    <button
      type="button"
      class="button copy-invite"
      aria-label={done ? w.copied : label}
      title={label}
      onClick={() => void copy(location.origin + guestPath(visit.room, secret))}
    >
      {done ? <CheckIcon /> : <CopyIcon />}
      <span class="copy-invite-word">{done ? w.copied : w.copy}</span>
    </button>
  )
}
