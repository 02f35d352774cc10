/**
 * Voice messages of this device, a line for each room and the way there: those that this page sends, how they fare, and those that
 * were recorded and not sent.
 */

import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { go } from '../app/place.ts'
import { words } from '../i18n/language.ts'
import { CheckIcon, SendIcon, VoiceMessageIcon, WaitingIcon, WarningIcon } from '../icons.tsx'
import { type RememberedRoom, rememberedRooms } from '../links/remembered-rooms.ts'
import { pathOf } from '../links/room-link.ts'
import { spokenOf } from '../room/clips/durations.ts'
import { isStuck } from './shut-rooms.ts'
import { draftsByRoom, waitingDrafts, watchDrafts } from './waiting-drafts.ts'
import { goingOut } from './waiting-messages.ts'

/** Into a room that this browser has forgotten there is no way from here. */
export function DraftsWaiting() {
  useEffect(() => watchDrafts(), [])
  const lines = [...draftsByRoom(waitingDrafts.value)].flatMap(([id, drafts]) => {
    const room = rememberedRooms.value.find((known) => known.room === id)
    return room === undefined || isStuck(id) ? [] : [{ room, drafts }]
  })
  if (lines.length === 0) return null
  const w = words.value
  return (
    <section class="drafts-waiting" aria-label={w.messages.drafts}>
      <ul>
        {lines.map(({ room, drafts: { count, durationMs } }) => (
          <Line key={room.room} room={room} icon={<VoiceMessageIcon />}>
            {w.messages.draftsIn(count, spokenOf(durationMs, w.clip), room.name ?? w.home.unnamed)}
          </Line>
        ))}
      </ul>
    </section>
  )
}

const ICONS = { failed: WarningIcon, sending: SendIcon, waiting: WaitingIcon, sent: CheckIcon }

export function MessagesGoingOut() {
  const w = words.value
  const lines = rememberedRooms.value.flatMap((room) => {
    const now = goingOut.value.get(room.room)
    return now === undefined || isStuck(room.room) ? [] : [{ room, now }]
  })
  if (lines.length === 0) return null
  return (
    <section class="drafts-waiting" aria-label={w.messages.onTheirWay}>
      <ul>
        {lines.map(({ room, now: { is, count } }) => {
          const Icon = ICONS[is]
          return (
            <Line key={room.room} room={room} icon={<Icon />}>
              {w.messages.goingOut[is](count, room.name ?? w.home.unnamed)}
            </Line>
          )
        })}
      </ul>
    </section>
  )
}

interface LineProps {
  room: RememberedRoom
  icon: ComponentChildren
  children: ComponentChildren
}

function Line({ room, icon, children }: LineProps) {
  const open = (event: Event) => {
    event.preventDefault()
    go(pathOf(room))
  }
  return (
    <li>
      <a href={pathOf(room)} onClick={open}>
        {icon}
        <span>{children}</span>
      </a>
    </li>
  )
}
