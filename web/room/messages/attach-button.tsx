/** Chooses sound files to send. */

import { useRef } from 'preact/hooks'
import { words } from '../../i18n/language.ts'
import { AttachIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { SOUND_FILES } from './files.ts'

export function AttachButton() {
  const { messages } = useHere().live
  const w = words.value.messages
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={w.attach}
        title={w.attach}
        onClick={() => picker.current?.click()}
      >
        <AttachIcon />
      </button>
      <input
        ref={picker}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-hidden="true"
        multiple
        accept={SOUND_FILES}
        data-file-picker
        onChange={(event) => {
          messages.offer([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = '' // the same file may be chosen again
        }}
      />
    </>
  )
}
