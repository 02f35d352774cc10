/** That a message burns, on the clip; and what is left of it for whoever has heard it. */

import { momentOf, words } from '../../i18n/language.ts'
import { BurntIcon, FlameIcon } from '../../icons.tsx'
import type { PlayableEntry } from '../clips/next-to-play.ts'
import { Time } from '../timeline/time.tsx'

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

export function BurntLine({ entry }: { entry: PlayableEntry }) {
  return (
    <li class="line-moderation">
      <span class="clip-gone">
        <BurntIcon />
        <bdi>{entry.by.name}</bdi> · {words.value.messages.burntForMe}
      </span>
      <Time atMs={entry.clip.startedAtMs} />
    </li>
  )
}
