/**
 * What a press-and-hold button listens to: a pointer, a key, or a click that neither made.
 * However the hold ends, a lost pointer included, `hold(false)` is called.
 */

export interface Hold {
  isHeld: () => boolean
  hold: (held: boolean) => void
}

export function holdHandlers({ isHeld, hold }: Hold) {
  const letGo = () => hold(false)
  return {
    onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      hold(true)
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onLostPointerCapture: letGo,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== ' ' && event.key !== 'Enter') return
      event.preventDefault()
      hold(true)
    },
    /** Where a browser presses a button at the key's release, that press must not count as a click. */
    onKeyUp: (event: KeyboardEvent) => {
      event.preventDefault()
      letGo()
    },
    /** `detail` is 0 only for a click that no pointer made: assistive technology that cannot hold turns talk on and off. */
    onClick: (event: MouseEvent) => {
      if (event.detail === 0) hold(!isHeld())
    },
    /** A long press must not open a menu. */
    onContextMenu: (event: Event) => event.preventDefault(),
  }
}
