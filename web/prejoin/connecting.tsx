/** Between "Join" and the room: where it is going, and a way back. */

import { useEffect, useState } from 'preact/hooks'
import { ownName } from '../app/preferences.ts'
import { useTitle } from '../app/title.ts'
import { words } from '../i18n/language.ts'
import { Orb } from '../room/people/orb.tsx'
import type { Visit } from '../room/visit.ts'

/** A good line takes less than a second; after this long a person wonders. */
const SLOW_AFTER_MS = 4_000

export function Connecting({ visit }: { visit: Visit }) {
  const w = words.value
  const name = visit.way.roomName.value ?? w.door.unnamed
  const [slow, setSlow] = useState(false)
  useTitle(name)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main id="main" class="connecting">
      <Orb name={ownName.value} away />
      <div role="status">
        <h1>{w.door.connecting}</h1>
        <p class="lead">{slow ? w.door.slow : w.door.connectingText(name)}</p>
      </div>
      <button type="button" class="button" onClick={() => visit.cancel()}>
        {w.actions.cancel}
      </button>
    </main>
  )
}
