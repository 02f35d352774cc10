/**
 * The field to write in. Enter sends, Shift+Enter begins a new line; on a touch screen Enter is a new line and the button sends.
 * While it is empty a voice message is recorded in its place. What was begun is kept for this room until it is sent, also when the sheet is closed.
 */

import { useEffect, useRef } from 'preact/hooks'
import { words } from '../../i18n/language.ts'
import { SendIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { AttachButton } from '../messages/attach-button.tsx'
import { HeldStrip } from '../messages/held-strip.tsx'
import { RecordButton } from '../messages/record-button.tsx'
import { isHeld } from '../messages/recording-state.ts'

/** The room's limit, in UTF-16 code units (docs/protocol.md). */
const MAX_TEXT_LENGTH = 4_000
/** How near the limit one is told. */
const TELL_WHEN_LEFT = 200
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

const touch = matchMedia('(pointer: coarse)')

export function Composer() {
  const { live } = useHere()
  const w = words.value.timeline
  const { draft } = live
  const field = useRef<HTMLTextAreaElement>(null)
  const left = MAX_TEXT_LENGTH - draft.value.length
  useEffect(() => fitHeight(field.current), [draft.value])

  const send = (event: Event) => {
    event.preventDefault()
    const text = cleanText(draft.peek())
    if (text !== '') live.outbox.send(text, live.messages.takeReply())
    draft.value = ''
    field.current?.focus()
  }

  const maySpeak = live.standing.maySpeak.value
  const held = isHeld(live.messages.recording.state.value)
  return (
    <form class="composer" onSubmit={send} data-held={held || undefined}>
      {maySpeak ? <AttachButton /> : null}
      {held ? <HeldStrip /> : null}
      <textarea
        ref={field}
        class="input"
        rows={1}
        value={draft.value}
        maxLength={MAX_TEXT_LENGTH}
        aria-label={w.message}
        placeholder={w.placeholder}
        enterkeyhint={touch.matches ? 'enter' : 'send'}
        data-message-field
        onKeyDown={(event) => (sends(event) ? send(event) : undefined)}
        onInput={(event) => {
          draft.value = event.currentTarget.value
        }}
      />
      {maySpeak && draft.value.trim() === '' ? (
        <RecordButton />
      ) : (
        <button
          type="submit"
          class="icon-button composer-send"
          aria-label={w.send}
          disabled={draft.value.trim() === ''}
        >
          <SendIcon />
        </button>
      )}
      {left <= TELL_WHEN_LEFT ? <p class="composer-left faint figures">{w.left(left)}</p> : null}
    </form>
  )
}

/** An input method's Enter chooses characters; 229 is how some browsers report it after the composition's end. */
const sends = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229 && !touch.matches

const cleanText = (typed: string): string =>
  typed.replaceAll('\r\n', '\n').replace(CONTROL_CHARACTERS, '').trim().toWellFormed()

/** As tall as its text, up to the limit in the style. */
function fitHeight(field: HTMLTextAreaElement | null): void {
  if (field === null) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`
}
