/**
 * The figures as a panel beside the stage, where the window is wide enough: nothing modal, everything else stays usable.
 * It takes the focus when it opens and gives it back when it closes.
 */

import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { keepFocus } from '../../app/focus.ts'
import { words } from '../../i18n/language.ts'
import { CloseIcon } from '../../icons.tsx'
import { ByHand } from '../by-hand.tsx'
import { useHere } from '../here.ts'

export function FiguresPanel() {
  const { dialogs } = useHere()
  return dialogs.figuresShown.value ? <Panel onClose={dialogs.toggleFigures} /> : null
}

function Panel({ onClose }: { onClose: () => void }) {
  const panel = useRef<HTMLElement>(null)
  const heading = useId()
  useLentFocus(panel)
  return (
    <section
      ref={panel}
      class="figures-panel"
      aria-labelledby={heading}
      tabIndex={-1}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <header class="dialog-head">
        <h2 id={heading}>{words.value.sound.title}</h2>
        <button type="button" class="icon-button" aria-label={words.value.actions.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <div class="dialog-body">
        <ByHand>{({ Figures }) => <Figures />}</ByHand>
      </div>
    </section>
  )
}

function useLentFocus(ref: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const panel = ref.current
    const before = document.activeElement
    panel?.focus()
    return () => {
      if (!panel?.contains(document.activeElement)) return
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      else queueMicrotask(keepFocus)
    }
  }, [ref])
}
