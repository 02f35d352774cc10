/** The question before a clip is deleted: it is for ever, and for everybody. */

import { useState } from 'preact/hooks'
import type { EarshotErrorCode } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { codeOf } from '../../devices/desk.ts'
import { timeOf, words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import type { PlayableEntry } from './next-to-play.ts'

export function DeleteClip({ entry, onDone }: { entry: PlayableEntry; onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const [failed, setFailed] = useState<EarshotErrorCode>()
  const [deleting, setDeleting] = useState(false)
  const remove = async () => {
    if (deleting) return
    setDeleting(true)
    setFailed(undefined)
    try {
      await live.room.clips.delete(entry.clip.id)
      announce(w.clip.deletedNow)
      onDone()
    } catch (error) {
      setFailed(codeOf(error, 'unreachable'))
      setDeleting(false)
    }
  }
  return (
    <>
      <p>{w.clip.deleteText(entry.by.name, timeOf(entry.clip.startedAtMs))}</p>
      {failed === undefined ? null : (
        <p class="field-error" role="alert">
          {w.sentence(w.failures[failed].title)} {w.failures[failed].text}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={onDone}>
          {w.actions.cancel}
        </button>
        <button type="button" class="button button-danger" aria-disabled={deleting} onClick={() => void remove()}>
          {w.clip.deleteIt}
        </button>
      </div>
    </>
  )
}
