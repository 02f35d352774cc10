/** What plays while the timeline is out of sight, as on a phone: one line, with a way to stop it. */

import type { Words } from '../../i18n/en.ts'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { clockOf } from './durations.ts'
import { PlayButton } from './play-button.tsx'
import type { PlayerState } from './player-state.ts'

export function NowPlaying() {
  const { live, dialogs } = useHere()
  const { player, playing } = live.listening
  const w = words.value
  const now = playing.value
  if (now === undefined || live.unread.isShown.value) return null
  return (
    <div class="line line-playing">
      <PlayButton clip={now.clip} title={now.title} />
      <span>
        <strong>{standingOf(player.state.value, w.clip)(now.name)}</strong>{' '}
        <span class="figures faint">
          {clockOf(player.positionMs.value)}
          {now.durationMs === 0 ? null : ` / ${clockOf(now.durationMs)}`}
        </span>
      </span>
      <button type="button" class="button button-small" onClick={() => dialogs.show({ is: 'messages' })}>
        {w.room.messages}
      </button>
    </div>
  )
}

function standingOf({ is }: PlayerState, w: Words['clip']): (name: string) => string {
  if (is === 'failed') return w.notPlayed
  return is === 'paused' ? w.nowPaused : w.nowPlaying
}
