/**
 * The frame of every page: which page the address asks for, the skip link, the live region.
 */

import { Home } from '../home/home.tsx'
import { words } from '../i18n/language.ts'
import { Announcer } from './announcer.tsx'
import { focusMain } from './focus.ts'
import { usePart } from './later.tsx'
import { Notice } from './notice.tsx'
import { Nowhere } from './nowhere.tsx'
import { place } from './place.ts'
import { roomPart } from './room-part.ts'

export function App() {
  return (
    <>
      {/* A button, not a link to #main: the fragment of the address belongs to the room's secret. */}
      <button type="button" class="skip" onClick={focusMain}>
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

function LoadedRoomPage(props: { room: string; secret: string }) {
  const { here, failed } = usePart(roomPart)
  if (here !== undefined) return <here.RoomPage {...props} />
  return failed ? <NotLoaded /> : <main id="main" />
}

/** No network, or a newer version has taken the place of this one: either way a reload is what helps. */
function NotLoaded() {
  const w = words.value
  return (
    <Notice title={w.nowhere.notLoaded} text={w.failures.unreachable.text}>
      <button type="button" class="button button-primary" onClick={() => location.reload()}>
        {w.actions.reload}
      </button>
    </Notice>
  )
}
