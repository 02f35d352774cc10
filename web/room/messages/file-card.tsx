/** Files that were dropped or chosen, before they are sent: a slip of the hand sends nothing to anybody. */

import { useEffect, useRef } from 'preact/hooks'
import { words } from '../../i18n/language.ts'
import { CloseIcon, SendIcon, SoundFileIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { BurnChosen, BurnMenu } from './burn-menu.tsx'
import { sizeOf } from './files.ts'

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
