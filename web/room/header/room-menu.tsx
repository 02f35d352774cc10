/** Everything about the room that is not needed all the time. What one's role does not allow is not here. */

import { useState } from 'preact/hooks'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import {
  CheckIcon,
  DeleteIcon,
  EditIcon,
  EndIcon,
  KeptIcon,
  KeptOutIcon,
  KeyboardIcon,
  KeyIcon,
  LinkIcon,
  LockIcon,
  SettingsIcon,
  UnlockIcon,
} from '../../icons.tsx'
import { pathOf } from '../../links/room-link.ts'
import { useCopying } from '../../overlay/copying.ts'
import { MenuItem } from '../../overlay/menu-item.tsx'
import { useHere } from '../here.ts'
import { KeepMine } from '../keeping/keep-mine.tsx'
import { StuckClips } from '../keeping/stuck-clips.tsx'
import type { OpenDialog } from '../room-dialogs.ts'

type Show = (dialog: OpenDialog) => () => void

export function RoomMenu({ onDone }: { onDone: () => void }) {
  const { live, dialogs } = useHere()
  const w = words.value.menu
  const show: Show = (dialog) => () => {
    onDone()
    dialogs.show(dialog)
  }
  return (
    <div class="room-menu">
      <MenuItem icon={<EditIcon />} label={w.rename} onChoose={show({ is: 'rename' })} />
      <MenuItem icon={<SettingsIcon />} label={w.settings} onChoose={show({ is: 'settings' })} />
      <MenuItem icon={<KeyboardIcon />} label={w.keys} onChoose={show({ is: 'keys' })} />
      <KeepMine />
      {live.standing.may({ action: 'lock' }) ? <ModeratorsItems show={show} onDone={onDone} /> : null}
      {live.isOwner ? <OwnersItems show={show} /> : null}
    </div>
  )
}

function ModeratorsItems({ show, onDone }: { show: Show; onDone: () => void }) {
  const { live } = useHere()
  const w = words.value
  const { failed, act } = useAct()
  // As it was when the menu was opened: nothing turns into its opposite under a finger.
  const [locked] = useState(live.locked.value)
  return (
    <div class="menu-group">
      {live.isOwner ? <MenuItem icon={<LinkIcon />} label={w.invites.menu} onChoose={show({ is: 'invites' })} /> : null}
      <MenuItem
        icon={locked ? <UnlockIcon /> : <LockIcon />}
        label={locked ? w.menu.unlock : w.menu.lock}
        hint={w.menu.lockHint}
        onChoose={() => act(() => (locked ? live.room.unlock() : live.room.lock()), onDone)}
      />
      <MenuItem icon={<KeptOutIcon />} label={w.keptOut.menu} onChoose={show({ is: 'kept-out' })} />
      <FailureLine failed={failed} />
    </div>
  )
}

function OwnersItems({ show }: { show: Show }) {
  const { live } = useHere()
  const w = words.value
  return (
    <>
      <div class="menu-group">
        <MenuItem
          icon={<KeptIcon />}
          label={live.keeping.isOn.value ? w.keeping.menuOn : w.keeping.menu}
          onChoose={show({ is: 'keeping' })}
        />
        <OwnersLink />
        <StuckClips />
      </div>
      <div class="menu-group">
        <MenuItem icon={<EndIcon />} label={w.ending.menu} danger onChoose={show({ is: 'end' })} />
        <MenuItem icon={<DeleteIcon />} label={w.deleting.menu} danger onChoose={show({ is: 'delete-room' })} />
      </div>
    </>
  )
}

function OwnersLink() {
  const { visit } = useHere()
  const w = words.value
  const [copied, copy] = useCopying(w.menu.ownersLinkCopied, w.invite.failed)
  const link = visit.way.ownersLink
  if (link === undefined) return null
  return (
    <MenuItem
      icon={copied === 'yes' ? <CheckIcon /> : <KeyIcon />}
      label={copied === 'yes' ? w.menu.ownersLinkCopied : w.menu.ownersLink}
      hint={w.menu.ownersLinkHint}
      onChoose={() => void copy(location.origin + pathOf(link))}
    />
  )
}
