/** Passes a clip on into another room: one that this browser knows, or one that a pasted invite leads to. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { EarshotApi, randomId } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { FailureLine } from '../../app/failure.tsx'
import { guestCredential } from '../../app/preferences.ts'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { CheckIcon, ForwardIcon } from '../../icons.tsx'
import {
  lookForRooms,
  type RememberedRoom,
  recallRoom,
  rememberedRooms,
  rememberRoom,
} from '../../links/remembered-rooms.ts'
import type { PlayableEntry } from '../clips/next-to-play.ts'
import { useHere } from '../here.ts'
import { ForwardLink } from './forward-link.tsx'

export function Forward({ entry }: { entry: PlayableEntry }) {
  const { live } = useHere()
  const w = words.value.messages
  const [pasted, setPasted] = useState<readonly RememberedRoom[]>([])
  const [finds, setFinds] = useState(0)
  useEffect(lookForRooms, [])
  const known = rememberedRooms.value.filter(({ room, role }) => room !== live.room.id && role !== 'listener')
  const rooms = [...pasted, ...without(known, pasted)]
  const find = (room: RememberedRoom) => {
    setPasted((before) => [room, ...without(before, [room])])
    setFinds((before) => before + 1)
  }
  return (
    <>
      <p class="faint">{rooms.length === 0 ? w.forwardNowhere : w.forwardText}</p>
      {rooms.length === 0 ? null : (
        <ul class="forward-rooms">
          {rooms.map((room) => (
            <ForwardRoom key={room.room} room={room} clip={entry.clip.id} found={room === pasted[0] ? finds : 0} />
          ))}
        </ul>
      )}
      <ForwardLink onFound={find} />
    </>
  )
}

const without = (rooms: readonly RememberedRoom[], others: readonly RememberedRoom[]): RememberedRoom[] =>
  rooms.filter(({ room }) => !others.some((other) => other.room === room))

interface ForwardRoomProps {
  room: RememberedRoom
  clip: string
  /** Another number each time that it was looked for, and is what comes next; 0: another is. */
  found: number
}

function ForwardRoom({ room, clip, found }: ForwardRoomProps) {
  const { live } = useHere()
  const w = words.value.messages
  const { isBusy, failed, act } = useAct()
  const [isDone, setDone] = useState(false)
  /** The same message, however often it has to be asked for. */
  const [id] = useState(randomId)
  const item = useRef<HTMLLIElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (found > 0) (button.current ?? item.current)?.focus()
  }, [found])
  const name = room.name ?? words.value.home.unnamed
  const done = () => {
    if (button.current === document.activeElement) item.current?.focus() // the button goes
    setDone(true)
    announce(w.forwardedNow(name))
  }
  const forward = () => act(() => passOn({ live, clip, id, room }), done)
  return (
    <li ref={item} tabIndex={-1}>
      <bdi class="recent-name">{name}</bdi>
      {isDone ? (
        <span class="forward-done">
          <CheckIcon />
          {w.forwardedTo}
        </span>
      ) : (
        <button
          ref={button}
          type="button"
          class="button button-small"
          aria-label={w.forwardTo(name)}
          aria-disabled={isBusy}
          onClick={forward}
        >
          <ForwardIcon />
          {isBusy ? w.forwarding : w.forwardIt}
        </button>
      )}
      <FailureLine failed={failed} />
    </li>
  )
}

interface Passing {
  live: ReturnType<typeof useHere>['live']
  clip: string
  id: string
  room: RememberedRoom
}

/** I am in the other room whoever I am in this browser, with the name that I have here. */
async function passOn({ live, clip, id, room: target }: Passing): Promise<void> {
  const api = new EarshotApi()
  const { room, secret } = target
  const guest = guestCredential.peek()
  const [link, { token }] = await Promise.all([
    live.room.clips.link(clip),
    api.requestToken(guest === '' ? { room, secret } : { room, secret, guest }),
  ])
  await api.forward({ room, token, id, link: link.url, name: live.me.peek().name })
  // A way back to what was sent there: of an invite for few, a place was taken.
  if (recallRoom(room)?.secret !== secret) rememberRoom(target)
}
