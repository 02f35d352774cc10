/** The figures of the last minutes to take along: copied, or as a file. */

import { saveFile } from '../../app/save-file.ts'
import { words } from '../../i18n/language.ts'
import { CheckIcon, CopyIcon, DownloadIcon } from '../../icons.tsx'
import { useCopying } from '../../overlay/copying.ts'
import { useHere } from '../here.ts'
import { figuresName, figuresText } from './figures-file.ts'

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

const save = (text: string): void => saveFile(figuresName(Date.now()), new Blob([text], { type: 'application/json' }))
