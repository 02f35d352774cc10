/**
 * A small panel beside the button that opened it, on the native popover: Escape and a press elsewhere close it.
 * On a phone it lies at the bottom edge, in reach of a thumb (web/style/overlay.css).
 */

import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface PopoverProps {
  /** The button it belongs to. */
  anchor: HTMLElement
  label: string
  onClose: () => void
  children: ComponentChildren
}

/** Distance to the anchor and to the window's edge, in CSS pixels. */
const GAP = 8

export function Popover({ anchor, label, onClose, children }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useLayoutEffect(() => {
    const element = panel.current
    if (element === null) return
    const closed = (event: ToggleEvent) => {
      if (event.newState === 'closed') close.current()
    }
    element.showPopover()
    placeBeside(element, anchor)
    element.querySelector<HTMLElement>('button, input, a[href]')?.focus()
    element.addEventListener('toggle', closed)
    return () => {
      const hadFocus = element.contains(document.activeElement)
      element.removeEventListener('toggle', closed)
      if (hadFocus) anchor.focus()
    }
  }, [anchor])
  return (
    <div ref={panel} popover="auto" class="popover" role="dialog" aria-label={label}>
      {children}
    </div>
  )
}

/** Below the anchor where there is room, else above it; never over the edge of the window. */
function placeBeside(panel: HTMLElement, anchor: HTMLElement): void {
  const from = anchor.getBoundingClientRect()
  const { width, height } = panel.getBoundingClientRect()
  const below = from.bottom + GAP
  const top = below + height + GAP <= innerHeight ? below : Math.max(GAP, from.top - GAP - height)
  const left = Math.min(Math.max(GAP, from.left), innerWidth - width - GAP)
  panel.style.setProperty('--x', `${Math.round(left)}px`)
  panel.style.setProperty('--y', `${Math.round(top)}px`)
}
