/** The question before a clip or a message is deleted: it is for ever, and for everybody. */

import { useEffect } from 'preact/hooks'
import { announce } from '../../app/announce.ts'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { isMessage, whenOf } from './clip-title.ts'
import { awaitGone, focusGone } from './gone-focus.ts'
import type { PlayableEntry } from './next-to-play.ts'

export function DeleteClip({ entry, onDone }: { entry: PlayableEntry; onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const says = isMessage(entry.clip) ? w.messages : w.clip
  const { isBusy, failed, act } = useAct()
  // Behind the dialog, which gives the focus back when it closes.
  useEffect(() => () => queueMicrotask(focusGone), [])
  const done = () => {
    awaitGone(entry.clip.id)
    announce(says.deletedNow)
    onDone()
  }
  const remove = () => act(() => live.room.clips.delete(entry.clip.id), done)
  return (
    <>
      <p>{says.deleteText(entry.by.name, whenOf(entry))}</p>
      <FailureLine failed={failed} />
      <div class="actions">
        <button type="button" class="button" onClick={onDone}>
          {w.actions.cancel}
        </button>
        <button type="button" class="button button-danger" aria-disabled={isBusy} onClick={remove}>
          {w.clip.deleteIt}
        </button>
      </div>
    </>
  )
}
