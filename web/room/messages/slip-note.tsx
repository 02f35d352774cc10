/** After a press that was too short for a message: how it is done. */

import { words } from '../../i18n/language.ts'
import { MicrophoneIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'

export function SlipNote() {
  const { recording } = useHere().live.messages
  if (!recording.slip.isShown.value) return null
  return (
    <p class="slip-note">
      <MicrophoneIcon />
      {words.value.messages.tooShort}
    </p>
  )
}
