/**
 * The start: make a room, come in by an invite, or go back to a room of before.
 */

import { Later } from '../app/later.tsx'
import { Masthead } from '../app/masthead.tsx'
import { useTitle } from '../app/title.ts'
import { words } from '../i18n/language.ts'
import { Mark } from '../icons.tsx'
import { DraftsWaiting, MessagesGoingOut } from './drafts-waiting.tsx'
import { JoinByLink } from './join-by-link.tsx'
import { MakeRoom } from './make-room.tsx'
import { RecentRooms } from './recent-rooms.tsx'
import { shutRooms } from './shut-rooms.ts'
import { stuckPart } from './stuck-part.ts'

export function Home() {
  const w = words.value.home
  useTitle(undefined)
  return (
    <div class="page page-home">
      <Masthead />
      <main id="main" class="home">
        <div class="home-head">
          <div>
            <h1>{w.title}</h1>
            <p class="lead">{w.lead}</p>
          </div>
          <Mark />
        </div>
        <div class="home-doors">
          <MakeRoom />
          <JoinByLink />
        </div>
        {shutRooms.value.size === 0 ? null : <Later part={stuckPart}>{({ StuckRooms }) => <StuckRooms />}</Later>}
        <MessagesGoingOut />
        <DraftsWaiting />
        <RecentRooms />
      </main>
    </div>
  )
}
