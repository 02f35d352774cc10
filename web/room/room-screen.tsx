/**
 * The room. Phone: header, people, controls in reach of a thumb, messages as a sheet.
 * Desktop: people left, stage in the middle above the controls, messages right.
 */

import { useEffect, useMemo } from 'preact/hooks'
import { useTitle } from '../app/title.ts'
import { whenIdle } from '../app/when-idle.ts'
import { isWide } from '../app/wide.ts'
import { words } from '../i18n/language.ts'
import { openedByHand } from './by-hand.tsx'
import { AsideBar } from './dock/aside-bar.tsx'
import { Dock } from './dock/dock.tsx'
import { RoomHeader } from './header/room-header.tsx'
import { HereContext, useHere } from './here.ts'
import { Invite } from './invite.tsx'
import { KeepQuestion } from './keeping/keep-question.tsx'
import { listenForKeys } from './keys.ts'
import { Lines } from './lines.tsx'
import type { LiveRoom } from './live-room.ts'
import { RecordingBar } from './messages/recording-bar.tsx'
import { OpenDialog } from './open-dialog.tsx'
import { Orb } from './people/orb.tsx'
import { PeopleList } from './people/people-list.tsx'
import { StageTiles } from './people/stage-tiles.tsx'
import { RoomDialogs } from './room-dialogs.ts'
import { FiguresPanel } from './statistics/figures-panel.tsx'
import { FiguresSheet } from './statistics/figures-sheet.tsx'
import { Timeline } from './timeline/timeline.tsx'
import type { Visit } from './visit.ts'

export function RoomScreen({ visit, live }: { visit: Visit; live: LiveRoom }) {
  const dialogs = useMemo(() => new RoomDialogs(), [])
  const here = useMemo(() => ({ visit, live, dialogs }), [visit, live, dialogs])
  const unread = live.unread.count.value
  useTitle((unread > 0 ? `(${unread}) ` : '') + (visit.way.roomName.value ?? words.value.door.unnamed))
  useEffect(() => listenForKeys(live, dialogs), [live, dialogs])
  useEffect(() => whenIdle(() => void openedByHand.load()), [])
  return (
    <HereContext.Provider value={here}>
      <div class="room">
        <RoomHeader />
        {isWide.value ? <WideBody /> : <NarrowBody />}
        <OpenDialog />
        {isWide.value ? null : <FiguresSheet />}
      </div>
    </HereContext.Provider>
  )
}

function WideBody() {
  const { live } = useHere()
  const w = words.value.room
  return (
    <>
      <section class="room-people" aria-label={w.people}>
        <h2>
          {w.people} <span class="faint figures">{live.company.headcount.value}</span>
        </h2>
        <PeopleList shape="rows" />
      </section>
      <main id="main" class="room-main" aria-label={w.stage}>
        <Lines />
        <Stage />
        <FiguresPanel />
        <Foot />
      </main>
      <aside class="room-timeline" aria-label={w.messages}>
        <h2>{w.messages}</h2>
        <Timeline />
      </aside>
    </>
  )
}

function Stage() {
  const { live } = useHere()
  const me = live.me.value
  if (live.others.value.length > 0) return <StageTiles />
  return (
    <div class="stage stage-empty">
      <Orb name={me.name} voice={{ board: live.levels, member: me.member }} silent={me.muted || me.deafened} />
      <Invite />
    </div>
  )
}

function NarrowBody() {
  const { live } = useHere()
  return (
    <main id="main" class="room-main" aria-label={words.value.room.stage}>
      <Lines />
      <div class="room-scroll">
        <PeopleList shape="tiles" />
        {live.others.value.length === 0 ? <Invite /> : null}
      </div>
      <Foot />
    </main>
  )
}

function Foot() {
  return (
    <div>
      <KeepQuestion />
      <AsideBar />
      <RecordingBar />
      <Dock />
    </div>
  )
}
