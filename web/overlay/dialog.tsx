/**
 * A modal on the native <dialog>: the browser keeps the focus inside and gives it back; Escape closes it, as its back gesture does.
 * Mounted is open; its owner unmounts it when `onClose` is called.
 */

import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { keepFocus } from '../app/focus.ts'
import { words } from '../i18n/language.ts'
import { CloseIcon } from '../icons.tsx'

interface DialogProps {
  title: string
  onClose: () => void
  /** `sheet`: from the bottom on a phone, nearly as tall as the screen. `note`: a question, only as large as it must be. */
  shape?: 'sheet' | 'note'
  children: ComponentChildren
}

export function Dialog({ title, onClose, shape = 'note', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useModal(dialog, onClose)
  useEscape(dialog, onClose)
  useBackdropClick(dialog, onClose)
  return (
    <dialog ref={dialog} class={`dialog dialog-${shape}`} aria-labelledby={heading}>
      <header class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" class="icon-button" aria-label={words.value.actions.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
    </dialog>
  )
}

/** Open as long as it is mounted. Closing it before it leaves the page lets the browser give the focus back. */
function useModal(ref: { current: HTMLDialogElement | null }, onClose: () => void): void {
  const closed = useRef(onClose)
  closed.current = onClose
  useLayoutEffect(() => {
    const dialog = ref.current
    const listener = () => closed.current()
    dialog?.showModal()
    dialog?.addEventListener('close', listener)
    return () => {
      dialog?.removeEventListener('close', listener)
      dialog?.close()
      queueMicrotask(keepFocus)
    }
  }, [ref])
}

/**
 * Escape closes at once: of a dialog that it has closed itself the browser tells only when the page has nothing else to do, and
 * on a busy one a key that was pressed right behind would still find it open. What is open within has Escape first.
 */
function useEscape(ref: { current: HTMLDialogElement | null }, onClose: () => void): void {
  const close = useRef(onClose)
  close.current = onClose
  useLayoutEffect(() => {
    const dialog = ref.current
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      if (event.target instanceof HTMLSelectElement || dialog?.querySelector(':popover-open')) return
      event.preventDefault()
      close.current()
    }
    dialog?.addEventListener('keydown', press)
    return () => dialog?.removeEventListener('keydown', press)
  }, [ref])
}

/** A press that starts and ends on the backdrop closes; one that slipped off a text selection does not. */
function useBackdropClick(ref: { current: HTMLDialogElement | null }, onClose: () => void): void {
  const close = useRef(onClose)
  close.current = onClose
  useLayoutEffect(() => {
    const dialog = ref.current
    let pressedOutside = false
    const press = (event: PointerEvent) => {
      pressedOutside = event.target === dialog
    }
    const click = (event: MouseEvent) => {
      if (pressedOutside && event.target === dialog) close.current()
    }
    dialog?.addEventListener('pointerdown', press)
    dialog?.addEventListener('click', click)
    return () => {
      dialog?.removeEventListener('pointerdown', press)
      dialog?.removeEventListener('click', click)
    }
  }, [ref])
}
