/**
 * Opens and closes one popover from its button. A press on the button while the popover is open closes it:
 * the browser's own dismissal has closed it by the time of the click, so the press is remembered.
 */

import { useRef, useState } from 'preact/hooks'

export interface PopoverTrigger {
  anchor: HTMLElement | undefined
  /** It was dismissed; the focus is where the person put it. */
  close: () => void
  /**
   * Something in it was chosen: the focus goes back to the button, from where a dialog may take it on. If it was dismissed
   * by then, nothing.
   */
  finish: () => void
  /** For the button. */
  button: {
    'aria-haspopup': 'dialog'
    'aria-expanded': boolean
    onPointerDown: () => void
    onClick: (event: { currentTarget: EventTarget | null }) => void
  }
}

export function usePopover(): PopoverTrigger {
  const [anchor, setAnchor] = useState<HTMLElement>()
  const pressedWhileOpen = useRef(false)
  const isOpen = useRef(false)
  isOpen.current = anchor !== undefined
  return {
    anchor,
    close: () => setAnchor(undefined),
    finish: () => {
      if (isOpen.current) anchor?.focus()
      setAnchor(undefined)
    },
    button: {
      'aria-haspopup': 'dialog',
      'aria-expanded': anchor !== undefined,
      onPointerDown: () => {
        pressedWhileOpen.current = anchor !== undefined
      },
      onClick: ({ currentTarget }) => {
        const wasOpen = pressedWhileOpen.current
        pressedWhileOpen.current = false
        setAnchor(wasOpen ? undefined : (currentTarget as HTMLElement))
      },
    },
  }
}
