/** Files that were dropped or chosen, before they are sent: a slip of the hand sends nothing to anybody. */

import { useEffect, useRef } from 'preact/hooks'
import { announce } from '../../app/announce.ts'
import { nameList, words } from '../../i18n/language.ts'
import { CloseIcon, SendIcon, SoundFileIcon, WarningIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { BurnChosen, BurnMenu } from './burn-menu.tsx'
import { MOST_FILES, sizeOf } from './files.ts'

/** A folder full of pictures is a number. */
const MOST_NAMED = 3

export function FileCard() {
  const { messages } = useHere().live
  const w = words.value.messages
  const card = useRef<HTMLElement>(null)
  const files = messages.files.value
  useEffect(() => card.current?.focus(), [])
  const leaveOut = (file: File) => {
    messages.files.value = files.filter((other) => other !== file)
  }
  return (
    <section ref={card} class="recorder" tabIndex={-1} aria-label={w.files}>
      <ul class="file-list">
        {files.map((file) => (
          <li key={`${file.name} ${file.size}`}>
            <SoundFileIcon />
            <span>
              <bdi>{file.name}</bdi> <span class="faint figures">{sizeOf(file.size)}</span>
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label={w.removeFile(file.name)}
              onClick={() => leaveOut(file)}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
      <LeftOut />
      <p class="faint recorder-hint">{files.length === 1 ? w.fileText : w.filesText}</p>
      <BurnChosen />
      <div class="recorder-actions">
        <button type="button" class="button button-quiet" onClick={() => messages.dropFiles()}>
          {w.cancel}
        </button>
        <span class="send-with-options">
          <BurnMenu />
          <button type="button" class="button button-primary" onClick={() => messages.sendFiles()}>
            <SendIcon />
            {w.send}
          </button>
        </span>
      </div>
    </section>
  )
}

/** What else was chosen with them: whoever counts on it would miss it too late. */
function LeftOut() {
  const { others, isMore } = useHere().live.messages.leftOut.value
  const w = words.value.messages
  const files = others.length > MOST_NAMED ? w.filesOf(others.length) : nameList([...others])
  const text = [others.length === 0 ? '' : w.leftOut(files), isMore ? w.beyond(MOST_FILES) : ''].join(' ').trim()
  useEffect(() => {
    if (text !== '') announce(text)
  }, [text])
  if (text === '') return null
  return (
    <p class="outgoing-warning">
      <WarningIcon />
      <span>{text}</span>
    </p>
  )
}
