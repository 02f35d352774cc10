/** The owner's: clips that the room could not store, and another try. Asked for when the menu is opened. */

import { useEffect, useState } from 'preact/hooks'
import { words } from '../../i18n/language.ts'
import { WarningIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'

export function StuckClips() {
  const { live } = useHere()
  const [stuck, setStuck] = useState<readonly string[]>([])
  const [retrying, setRetrying] = useState(false)
  const w = words.value
  useEffect(() => {
    const { clips } = live.room
    clips.outbox().then(
      (outbox) => setStuck(outbox.stuck.map(({ clip }) => clip)),
      () => undefined, // EarshotError: nothing is known, and nothing is said
    )
  }, [live])
  if (stuck.length === 0) return null
  const retry = async () => {
    if (retrying) return
    setRetrying(true)
    const tried = await Promise.allSettled(stuck.map((clip) => live.room.clips.retry(clip)))
    setStuck(stuck.filter((_, index) => tried[index]?.status === 'rejected'))
    setRetrying(false)
  }
  return (
    <div class="stuck" role="status">
      <WarningIcon />
      <p>
        <strong>{w.keeping.stuck(stuck.length)}</strong> {w.keeping.stuckText}
      </p>
      <button type="button" class="button button-small" aria-disabled={retrying} onClick={() => void retry()}>
        {retrying ? w.keeping.retrying : w.actions.tryAgain}
      </button>
    </div>
  )
}
