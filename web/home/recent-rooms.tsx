/**
 * The rooms this browser has been in, and what is new in each. Forgetting one that is owned asks first: its secret may be nowhere else.
 */

import { useEffect, useState } from 'preact/hooks'
import { go } from '../app/place.ts'
import { RoleTag } from '../app/role-tag.tsx'
import { dayOf, words } from '../i18n/language.ts'
import { CloseIcon } from '../icons.tsx'
import { forgetRoom, lookForRooms, type RememberedRoom, rememberedRooms } from '../links/remembered-rooms.ts'
import { pathOf } from '../links/room-link.ts'
import { useCopying } from '../overlay/copying.ts'
import { Dialog } from '../overlay/dialog.tsx'
import { countOf, MOST_COUNTED } from './read-unread.ts'
import { unreadRooms, watchUnread } from './unread.ts'
import { sendWaiting } from './waiting-messages.ts'

export function RecentRooms() {
  const w = words.value.home
  const [doubted, setDoubted] = useState<RememberedRoom>()
  const rooms = rememberedRooms.value
  useEffect(() => watchUnread(() => rememberedRooms.peek()), [])
  useEffect(() => sendWaiting(roomsNow), [])
  if (rooms.length === 0) return null
  const forget = (room: RememberedRoom) => (room.role === 'owner' ? setDoubted(room) : forgetRoom(room.room))
  return (
    <>
      <section class="recent" aria-labelledby="recent-heading">
        <h2 id="recent-heading">{w.recent}</h2>
        <ul>
          {rooms.map((room) => (
            <RecentRoom key={room.room} room={room} onForget={() => forget(room)} />
          ))}
        </ul>
      </section>
      {doubted === undefined ? null : <ForgetOwned room={doubted} onClose={() => setDoubted(undefined)} />}
    </>
  )
}

/** Another tab may have come by another link since. */
function roomsNow(): readonly RememberedRoom[] {
  lookForRooms()
  return rememberedRooms.peek()
}

function RecentRoom({ room, onForget }: { room: RememberedRoom; onForget: () => void }) {
  const w = words.value.home
  const name = room.name ?? w.unnamed
  const open = (event: Event) => {
    event.preventDefault()
    go(pathOf(room))
  }
  return (
    <li class="recent-room">
      <a href={pathOf(room)} onClick={open}>
        <bdi class="recent-name">{name}</bdi>
        <span class="recent-facts">
          <NewMessages room={room.room} />
          <RoleTag role={room.role} />
          <time dateTime={new Date(room.visitedAtMs).toISOString()}>{dayOf(room.visitedAtMs, Date.now())}</time>
        </span>
      </a>
      <button type="button" class="icon-button" aria-label={w.forget(name)} onClick={onForget}>
        <CloseIcon />
      </button>
    </li>
  )
}

function NewMessages({ room }: { room: string }) {
  const w = words.value.messages
  const unread = unreadRooms.value.get(room)
  const count = unread === undefined ? 0 : countOf(unread)
  if (count === 0) return null
  return <span class="recent-unread figures">{count >= MOST_COUNTED ? w.unreadMost(count) : w.unread(count)}</span>
}

function ForgetOwned({ room, onClose }: { room: RememberedRoom; onClose: () => void }) {
  const w = words.value
  const [copied, copy] = useCopying(w.menu.ownersLinkCopied, w.invite.failed)
  const forget = () => {
    forgetRoom(room.room)
    onClose()
  }
  return (
    <Dialog title={w.home.forgetOwned} onClose={onClose}>
      <p>{w.home.forgetOwnedText}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => void copy(location.origin + pathOf(room))}>
          {copied === 'yes' ? w.actions.copied : w.menu.ownersLink}
        </button>
        <button type="button" class="button button-danger" onClick={forget}>
          {w.home.forgetIt}
        </button>
      </div>
    </Dialog>
  )
}
