/** What was thrown away a moment ago, and the way to have it back; it goes by itself. */

import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'

export function UndoToast() {
  const { undo } = useHere().live.messages
  const w = words.value.messages
  const bringBack = undo.value
  if (bringBack === undefined) return null
  return (
    <div class="undo-toast">
      <span>{w.discardedNow}</span>
      <button type="button" class="button button-small" onClick={bringBack}>
        {w.undo}
      </button>
    </div>
  )
}
