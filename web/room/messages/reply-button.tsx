/** While a clip is being listened to: answers the moment that it is at. */

import { words } from '../../i18n/language.ts'
import { ReplyIcon } from '../../icons.tsx'
import { clockOf } from '../clips/durations.ts'
import type { PlayableEntry } from '../clips/next-to-play.ts'
import { useHere } from '../here.ts'
import type { LiveRoom } from '../live-room.ts'

export function ReplyButton({ entry }: { entry: PlayableEntry }) {
  const { live } = useHere()
  const { player } = live.listening
  const { id, durationMs } = entry.clip
  if (player.clip !== id) return null
  const atMs = Math.min(durationMs, player.positionOf(id))
  return (
    <button type="button" class="clip-reply figures" onClick={() => replyTo(live, id, atMs)}>
      <ReplyIcon />
      {words.value.messages.replyAt(clockOf(atMs))}
    </button>
  )
}

/** The field is where the answer begins; on a touch screen its keyboard comes only when it is tapped. */
export function replyTo(live: LiveRoom, clip: string, atMs: number): void {
  live.messages.replyTo.value = { clip, atMs: Math.round(atMs) }
  if (!matchMedia('(pointer: coarse)').matches) document.querySelector<HTMLElement>('[data-message-field]')?.focus()
}
