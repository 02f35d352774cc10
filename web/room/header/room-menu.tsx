/** Everything about the room that is not needed all the time. */

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { EarshotErrorCode } from '../../../src/client/index.ts'
import { codeOf } from '../../devices/desk.ts'
import { words } from '../../i18n/language.ts'
import {
  CheckIcon,
  EditIcon,
  KeptIcon,
  KeyboardIcon,
  KeyIcon,
  LockIcon,
  SettingsIcon,
  UnlockIcon,
} from '../../icons.tsx'
import { pathOf } from '../../links/room-link.ts'
import { useCopying } from '../../overlay/copying.ts'
import { useHere } from '../here.ts'
import { KeepMine } from '../keeping/keep-mine.tsx'
import { StuckClips } from '../keeping/stuck-clips.tsx'
import type { OpenDialog } from '../room-dialogs.ts'

export function RoomMenu({ onDone }: { onDone: () => void }) {
  const { live, dialogs } = useHere()
  const w = words.value.menu
  const show = (dialog: OpenDialog) => () => {
    onDone()
    dialogs.show(dialog)
  }
  return (
    <div class="room-menu">
      <Item icon={<EditIcon />} label={w.rename} onChoose={show({ is: 'rename' })} />
      <Item icon={<SettingsIcon />} label={w.settings} onChoose={show({ is: 'settings' })} />
      <Item icon={<KeyboardIcon />} label={w.keys} onChoose={show({ is: 'keys' })} />
      <KeepMine />
      {live.isOwner ? <OwnersItems onKeeping={show({ is: 'keeping' })} /> : null}
    </div>
  )
}

function OwnersItems({ onKeeping }: { onKeeping: () => void }) {
  const { live } = useHere()
  const w = words.value
  const [failed, setFailed] = useState<EarshotErrorCode>()
  const locked = live.locked.value
  const turn = () => {
    setFailed(undefined)
    const turned = locked ? live.room.unlock() : live.room.lock()
    turned.catch((error: unknown) => setFailed(codeOf(error, 'unreachable')))
  }
  return (
    <div class="menu-group">
      <Item
        icon={locked ? <UnlockIcon /> : <LockIcon />}
        label={locked ? w.menu.unlock : w.menu.lock}
        hint={w.menu.lockHint}
        onChoose={turn}
      />
      <Item
        icon={<KeptIcon />}
        label={live.keeping.isOn.value ? w.keeping.menuOn : w.keeping.menu}
        onChoose={onKeeping}
      />
      <OwnersLink />
      <StuckClips />
      {failed === undefined ? null : (
        <p class="field-error" role="alert">
          {w.sentence(w.failures[failed].title)} {w.failures[failed].text}
        </p>
      )}
    </div>
  )
}

function OwnersLink() {
  const { visit } = useHere()
  const w = words.value
  const [copied, copy] = useCopying(w.menu.ownersLinkCopied, w.invite.failed)
  const link = visit.ownersLink
  if (link === undefined) return null
  return (
    <Item
      icon={copied === 'yes' ? <CheckIcon /> : <KeyIcon />}
      label={copied === 'yes' ? w.menu.ownersLinkCopied : w.menu.ownersLink}
      hint={w.menu.ownersLinkHint}
      onChoose={() => void copy(location.origin + pathOf(link))}
    />
  )
}

interface ItemProps {
  icon: ComponentChildren
  label: string
  hint?: string
  onChoose: () => void
}

function Item({ icon, label, hint, onChoose }: ItemProps) {
  return (
    <button type="button" class="menu-item" onClick={onChoose}>
      {icon}
      <span>
        {label}
        {hint === undefined ? null : <span class="menu-hint faint">{hint}</span>}
      </span>
    </button>
  )
}
