/**
 * The top of the room: what it is called, who may come, how good my line is, the invite, and everything else in a menu.
 */

import { isWide } from '../../app/wide.ts'
import { words } from '../../i18n/language.ts'
import { LockIcon, Mark, MoreIcon, SettingsIcon } from '../../icons.tsx'
import { Popover } from '../../overlay/popover.tsx'
import { usePopover } from '../../overlay/use-popover.ts'
import { useHere } from '../here.ts'
import { KeptMark } from '../keeping/kept-mark.tsx'
import { ConnectionButton } from './connection-button.tsx'
import { CopyInvite } from './copy-invite.tsx'
import { RoomMenu } from './room-menu.tsx'

export function RoomHeader() {
  const { visit, live, dialogs } = useHere()
  const w = words.value
  return (
    <header class="room-header">
      {isWide.value ? <Mark /> : null}
      <div class="room-title">
        <h1>{visit.way.roomName.value ?? w.door.unnamed}</h1>
        <div class="room-facts faint">
          {isWide.value ? null : <span class="figures">{w.room.count(live.company.headcount.value)}</span>}
          {live.locked.value ? (
            <span class="room-locked">
              <LockIcon />
              {w.room.locked}
            </span>
          ) : null}
          <KeptMark />
        </div>
      </div>
      <ConnectionButton />
      {live.others.value.length === 0 ? null : <CopyInvite />}
      {isWide.value ? (
        <button
          type="button"
          class="icon-button"
          aria-label={w.menu.settings}
          title={w.menu.settings}
          onClick={() => dialogs.show({ is: 'settings' })}
        >
          <SettingsIcon />
        </button>
      ) : null}
      <MenuButton />
    </header>
  )
}

function MenuButton() {
  const { anchor, button, close, finish } = usePopover()
  const w = words.value.room
  return (
    <>
      <button type="button" class="icon-button" aria-label={w.menu} title={w.menu} {...button}>
        <MoreIcon />
      </button>
      {anchor === undefined ? null : (
        <Popover anchor={anchor} label={w.menu} onClose={close}>
          <RoomMenu onDone={finish} />
        </Popover>
      )}
    </>
  )
}
