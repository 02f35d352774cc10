/** The way to older messages, above the oldest that is loaded. */

import { useState } from 'preact/hooks'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'

export function Older() {
  const { live } = useHere()
  const w = words.value.timeline
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  if (!live.hasOlder.value) return null
  const load = async () => {
    if (state === 'loading') return
    setState('loading')
    const loaded = await live.room.loadOlderEntries().then(
      () => true,
      () => false,
    )
    setState(loaded ? 'idle' : 'failed')
  }
  return (
    <div class="timeline-older">
      {state === 'failed' ? <p class="field-error">{w.olderFailed}</p> : null}
      <button type="button" class="button button-small" aria-disabled={state === 'loading'} onClick={() => void load()}>
        {state === 'loading' ? w.loading : w.older}
      </button>
    </div>
  )
}
