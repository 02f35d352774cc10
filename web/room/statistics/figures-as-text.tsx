/** The figures of the last minutes to take along: copied, or as a file. */

import { words } from '../../i18n/language.ts'
import { CheckIcon, CopyIcon, DownloadIcon } from '../../icons.tsx'
import { useCopying } from '../../overlay/copying.ts'
import { useHere } from '../here.ts'
import { figuresName, figuresText } from './figures-file.ts'

/** Browsers read what is saved after the click, some of them a while after. */
const SAVED_WITHIN_MS = 60_000

export function FiguresAsText() {
  const { history } = useHere().live.sounding
  const w = words.value.sound
  const [copied, copy] = useCopying(w.copied, w.copyFailed)
  return (
    <section class="figures-part">
      <div class="actions">
        <button
          type="button"
          class="button button-small"
          onClick={() => void copy(figuresText(history.samples, Date.now()))}
        >
          {copied === 'yes' ? <CheckIcon /> : <CopyIcon />}
          {copied === 'yes' ? w.copied : w.copy}
        </button>
        <button
          type="button"
          class="button button-small"
          onClick={() => save(figuresText(history.samples, Date.now()))}
        >
          <DownloadIcon />
          {w.save}
        </button>
      </div>
      <p class="faint figures-note">{copied === 'failed' ? w.copyFailed : w.fileHint}</p>
    </section>
  )
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = figuresName(Date.now())
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), SAVED_WITHIN_MS)
}
