/** That a voice message was recorded and not sent, and in which room it waits: a line for each room, and the way there. */

import { useEffect } from 'preact/hooks'
import { go } from '../app/place.ts'
import { words } from '../i18n/language.ts'
import { VoiceMessageIcon } from '../icons.tsx'
import { type RememberedRoom, rememberedRooms } from '../links/remembered-rooms.ts'
import { pathOf } from '../links/room-link.ts'
import { spokenOf } from '../room/clips/durations.ts'
import { draftsByRoom, type RoomWithDrafts, waitingDrafts, watchDrafts } from './waiting-drafts.ts'

/** Into a room that this browser has forgotten there is no way from here. */
export function DraftsWaiting() {
  useEffect(() => watchDrafts(), [])
  const lines = [...draftsByRoom(waitingDrafts.value)].flatMap(([id, drafts]) => {
    const room = rememberedRooms.value.find((known) => known.room === id)
    return room === undefined ? [] : [{ room, drafts }]
  })
  if (lines.length === 0) return null
  return (
    <section class="drafts-waiting" aria-label={words.value.messages.drafts}>
      <ul>
        {lines.map((line) => (
          <Line key={line.room.room} {...line} />
        ))}
      </ul>
    </section>
  )
}

function Line({ room, drafts }: { room: RememberedRoom; drafts: RoomWithDrafts }) {
  const w = words.value
  const open = (event: Event) => {
    event.preventDefault()
    go(pathOf(room))
  }
  return (
    <li>
      <a href={pathOf(room)} onClick={open}>
        <VoiceMessageIcon />
        <span>
          {w.messages.draftsIn(drafts.count, spokenOf(drafts.durationMs, w.clip), room.name ?? w.home.unnamed)}
        </span>
      </a>
    </li>
  )
}
