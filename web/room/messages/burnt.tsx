/** That a message burns, on the clip; and what is left of it for whoever has heard it. */

import { momentOf, words } from '../../i18n/language.ts'
import { BurntIcon, FlameIcon } from '../../icons.tsx'
import { GoneLine } from '../clips/gone-line.tsx'
import type { PlayableEntry } from '../clips/next-to-play.ts'

/** `isPlaying`: somebody listens who will not hear it again. */
export function BurnMark({ burnsAtMs, isPlaying }: { burnsAtMs: number; isPlaying: boolean }) {
  const w = words.value.messages
  return (
    <p class="burn-mark">
      <FlameIcon />
      {isPlaying ? w.burning : w.burnsUntil(momentOf(burnsAtMs))}
    </p>
  )
}

export const BurntLine = ({ entry }: { entry: PlayableEntry }) => (
  <GoneLine
    clip={entry.id}
    icon={<BurntIcon />}
    name={entry.by.name}
    what={words.value.messages.burntForMe}
    atMs={entry.clip.startedAtMs}
  />
)
