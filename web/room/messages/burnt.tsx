/** That a message burns, on the clip; and what is left of it for whoever has heard it. */

import { momentOf, words } from '../../i18n/language.ts'
import { BurntIcon, FlameIcon } from '../../icons.tsx'
import type { PlayableEntry } from '../clips/next-to-play.ts'
import { Time } from '../timeline/time.tsx'

export function BurnMark({ burnsAtMs }: { burnsAtMs: number }) {
  return (
    <p class="burn-mark">
      <FlameIcon />
      {words.value.messages.burnsUntil(momentOf(burnsAtMs))}
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
