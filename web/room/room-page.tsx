/**
 * One room's page: a visit from its link on, and whichever screen the visit is at.
 */

import { useEffect, useState } from 'preact/hooks'
import { Notice } from '../app/notice.tsx'
import { go } from '../app/place.ts'
import { words } from '../i18n/language.ts'
import { WarningIcon } from '../icons.tsx'
import { linksToTry, recallRoom } from '../links/remembered-rooms.ts'
import type { RoomLink } from '../links/room-link.ts'
import { Connecting } from '../prejoin/connecting.tsx'
import { Door } from '../prejoin/door.tsx'
import { Over } from './over.tsx'
import { RoomScreen } from './room-screen.tsx'
import { Visit } from './visit.ts'
import { WayIn } from './way-in.ts'

export function RoomPage({ room, secret }: { room: string; secret: string }) {
  const [links] = useState(() => linksToTry(room, secret))
  return links.length === 0 ? <BrokenLink /> : <OpenVisit links={links} />
}

function OpenVisit({ links }: { links: readonly RoomLink[] }) {
  const [visit, setVisit] = useState<Visit>()
  useEffect(() => {
    const [link, ...others] = links
    if (link === undefined) return
    const opened = new Visit(new WayIn(link, others, recallRoom(link.room)))
    setVisit(opened)
    void opened.open()
    return () => void opened.close()
  }, [links])
  return visit === undefined ? null : <Screen visit={visit} />
}

function Screen({ visit }: { visit: Visit }) {
  const stage = visit.stage.value
  switch (stage.at) {
    case 'door':
      return <Door visit={visit} />
    case 'joining':
      return <Connecting visit={visit} />
    case 'room':
      return <RoomScreen visit={visit} live={stage.live} />
    case 'over':
      return <Over visit={visit} why={stage.why} retryAfterMs={stage.retryAfterMs} />
    default:
      return stage satisfies never
  }
}

function BrokenLink() {
  const w = words.value.over
  return (
    <Notice title={w.noLink} text={w.noLinkText} icon={<WarningIcon />}>
      <button type="button" class="button button-primary" onClick={() => go('/')}>
        {w.home}
      </button>
    </Notice>
  )
}
