/** Passes a clip on into another room that this browser knows. */

import { useEffect, useState } from 'preact/hooks'
import { EarshotApi, randomId } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { FailureLine } from '../../app/failure.tsx'
import { guestCredential } from '../../app/preferences.ts'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { CheckIcon, ForwardIcon } from '../../icons.tsx'
import { lookForRooms, type RememberedRoom, rememberedRooms } from '../../links/remembered-rooms.ts'
import type { PlayableEntry } from '../clips/next-to-play.ts'
import { useHere } from '../here.ts'

export function Forward({ entry }: { entry: PlayableEntry }) {
  const { live } = useHere()
  const w = words.value.messages
  useEffect(lookForRooms, [])
  const rooms = rememberedRooms.value.filter(({ room, role }) => room !== live.room.id && role !== 'listener')
  if (rooms.length === 0) return <p>{w.forwardNowhere}</p>
  return (
    <>
      <p class="faint">{w.forwardText}</p>
      <ul class="forward-rooms">
        {rooms.map((room) => (
          <ForwardRoom key={room.room} room={room} clip={entry.clip.id} />
        ))}
      </ul>
    </>
  )
}

function ForwardRoom({ room, clip }: { room: RememberedRoom; clip: string }) {
  const { live } = useHere()
  const w = words.value.messages
  const { isBusy, failed, act } = useAct()
  const [isDone, setDone] = useState(false)
  /** The same message, however often it has to be asked for. */
  const [id] = useState(randomId)
  const name = room.name ?? words.value.home.unnamed
  const done = () => {
    setDone(true)
    announce(w.forwardedNow(name))
  }
  const forward = () => act(() => passOn({ live, clip, id, room }), done)
  return (
    <li>
      <bdi class="recent-name">{name}</bdi>
      {isDone ? (
        <span class="forward-done">
          <CheckIcon />
          {w.forwardedTo}
        </span>
      ) : (
        <button
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
async function passOn({ live, clip, id, room: { room, secret } }: Passing): Promise<void> {
  const api = new EarshotApi()
  const guest = guestCredential.peek()
  const [link, { token }] = await Promise.all([
    live.room.clips.link(clip),
    api.requestToken(guest === '' ? { room, secret } : { room, secret, guest }),
  ])
  await api.forward({ room, token, id, link: link.url, name: live.me.peek().name })
}
