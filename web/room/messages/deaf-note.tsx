/** While a message is being recorded: that the room does not hear me, and how that ends. */

import { words } from '../../i18n/language.ts'
import { NotHeardIcon } from '../../icons.tsx'

export function DeafNote({ long = false }: { long?: boolean }) {
  const w = words.value.messages
  return (
    <p class="deaf-note">
      <NotHeardIcon />
      {long ? w.deafLong : w.deaf}
    </p>
  )
}
