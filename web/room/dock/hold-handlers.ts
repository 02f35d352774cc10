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
      if (!presses(event)) return
      event.preventDefault()
      hold(true)
    },
    /** Firefox clicks when Space comes up, whatever became of its going down: that click would talk on. */
    onKeyUp: (event: KeyboardEvent) => {
      if (!presses(event)) return // another key lets go of nothing that a pointer holds
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

/** Whether this key presses the button that has the focus. */
const presses = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter'
