/** One thing to choose in a popover: an icon, its words, and where it helps a line that says what comes of it. */

import type { ComponentChildren } from 'preact'

interface MenuItemProps {
  icon: ComponentChildren
  label: string
  hint?: string | undefined
  danger?: boolean
  onChoose: () => void
}

export function MenuItem({ icon, label, hint, danger = false, onChoose }: MenuItemProps) {
  return (
    <button type="button" class={danger ? 'menu-item menu-danger' : 'menu-item'} onClick={onChoose}>
      {icon}
      <span>
        {label}
        {hint === undefined ? null : <span class="menu-hint faint">{hint}</span>}
      </span>
    </button>
  )
}
