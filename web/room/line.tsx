/** One calm line above the stage: what is the matter, what that means, and what can be done, if anything. */

import type { ComponentChildren } from 'preact'

interface LineProps {
  icon: ComponentChildren
  title: string
  text: string
  urgent?: boolean
  children?: ComponentChildren
}

export function Line({ icon, title, text, urgent = false, children }: LineProps) {
  return (
    <div class={urgent ? 'line line-urgent' : 'line'}>
      {icon}
      <span>
        {title === '' ? null : <strong>{title}</strong>} {text}
      </span>
      {children}
    </div>
  )
}
