/** Where an invite is pasted. What is wrong with it stands beside it, and is said by whoever asks for it. */

import { useId } from 'preact/hooks'
import { words } from '../i18n/language.ts'

interface InviteLinkFieldProps {
  label: string
  pasted: string
  onInput: (pasted: string) => void
  isWrong: boolean
  /** Id of what says so. */
  describedBy: string | undefined
}

export function InviteLinkField({ label, pasted, onInput, isWrong, describedBy }: InviteLinkFieldProps) {
  const field = useId()
  return (
    <label class="field" for={field}>
      <span class="field-label">{label}</span>
      <input
        id={field}
        class="input"
        value={pasted}
        type="url"
        inputMode="url"
        placeholder={words.value.home.inviteLinkHint}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  )
}
