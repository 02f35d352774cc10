/** A choice that is on or off, with a line that says what it means. */

import { useId } from 'preact/hooks'

interface SwitchProps {
  on: boolean
  title: string
  hint: string
  onChange: (on: boolean) => void
}

export function Switch({ on, title, hint, onChange }: SwitchProps) {
  const id = useId()
  return (
    <label class="switch" for={id}>
      <span>
        {title}
        <span id={`${id}-hint`} class="faint">
          {hint}
        </span>
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-label={title}
        aria-checked={on}
        aria-describedby={`${id}-hint`}
        checked={on}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  )
}
