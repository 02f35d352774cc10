/**
 * The frame of every page: which page the address asks for, the skip link, the live region.
 */

import { useEffect, useState } from 'preact/hooks'
import { Home } from '../home/home.tsx'
import { words } from '../i18n/language.ts'
import { Announcer } from './announce.tsx'
import { Nowhere } from './nowhere.tsx'
import { place } from './place.ts'

type RoomPage = typeof import('../room/room-page.tsx').RoomPage

export function App() {
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        {words.value.skip}
      </button>
      <Page />
      <Announcer />
    </>
  )
}

function Page() {
  const here = place.value
  if (here.at === 'home') return <Home />
  if (here.at === 'nowhere') return <Nowhere />
  return <LoadedRoomPage key={here.room + here.secret} room={here.room} secret={here.secret} />
}

/** The room and the SDK come as their own script: home needs neither. */
function LoadedRoomPage(props: { room: string; secret: string }) {
  const [Loaded, setLoaded] = useState<{ RoomPage: RoomPage }>()
  useEffect(() => {
    void import('../room/room-page.tsx').then(setLoaded)
  }, [])
  return Loaded === undefined ? <main id="main" /> : <Loaded.RoomPage {...props} />
}

/** A button, not a link to #main: the fragment of the address belongs to the room's secret. */
function skip(): void {
  const main = document.getElementById('main')
  main?.setAttribute('tabindex', '-1')
  main?.focus()
}
