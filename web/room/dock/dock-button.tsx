/**
 * One control of the dock: an icon over its word. What is off shows a struck icon, another word and another surface; what
 * is on, another word and the accent.
 */

import type { ComponentChildren } from 'preact'

interface DockButtonProps {
  label: string
  icon: ComponentChildren
  off?: boolean
  on?: boolean
  danger?: boolean
  shortcut?: string
  badge?: { text: string; says: string } | undefined
  onPress: () => void
}

export function DockButton({
  label,
  icon,
  off = false,
  on = false,
  danger = false,
  shortcut,
  badge,
  onPress,
}: DockButtonProps) {
  return (
    <button
      type="button"
      class="dock-button"
      data-off={off || undefined}
      data-on={on || undefined}
      data-danger={danger || undefined}
      aria-keyshortcuts={shortcut}
      aria-label={badge === undefined ? undefined : `${label}, ${badge.says}`}
      title={shortcut === undefined ? undefined : `${label} (${shortcut})`}
      onClick={onPress}
    >
      <span class="dock-icon">
        {icon}
        {badge === undefined ? null : (
          <span class="badge figures" aria-hidden="true">
            {badge.text}
          </span>
        )}
      </span>
      <span class="dock-label">{label}</span>
    </button>
  )
}
