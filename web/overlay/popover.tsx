/**
 * A small panel beside the button that opened it, on the native popover: Escape and a press elsewhere close it.
 * On a phone it lies at the bottom edge, in reach of a thumb (web/style/overlay.css), and a press elsewhere does nothing else.
 */

import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { words } from '../i18n/language.ts'

interface PopoverProps {
  /** The button it belongs to. */
  anchor: HTMLElement
  label: string
  onClose: () => void
  /** Nothing in it closes it: on a phone a button does. */
  hasDone?: boolean
  children: ComponentChildren
}

/** Distance to the anchor and to the window's edge, in CSS pixels. */
const GAP = 8

export function Popover({ anchor, label, onClose, hasDone = false, children }: PopoverProps) {
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
    // It may grow with what is chosen in it. The first time it is told before it is drawn.
    const size = new ResizeObserver(() => placeBeside(element, anchor))
    placeBeside(element, anchor)
    size.observe(element)
    element.querySelector<HTMLElement>('button, input, a[href]')?.focus()
    element.addEventListener('toggle', closed)
    return () => {
      const hadFocus = element.contains(document.activeElement)
      size.disconnect()
      element.removeEventListener('toggle', closed)
      if (hadFocus) anchor.focus()
    }
  }, [anchor])
  return (
    <div ref={panel} popover="auto" class="popover" role="dialog" aria-label={label}>
      <div class="popover-shade" aria-hidden="true" data-popover-shade onClick={() => panel.current?.hidePopover()} />
      {children}
      {hasDone ? (
        <button type="button" class="button popover-done" onClick={() => panel.current?.hidePopover()}>
          {words.value.actions.done}
        </button>
      ) : null}
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
