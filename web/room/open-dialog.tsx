/** Draws whichever dialog of the room is open. */

import { isWide } from '../app/wide.ts'
import { words } from '../i18n/language.ts'
import { Dialog } from '../overlay/dialog.tsx'
import { Settings } from '../settings/settings.tsx'
import { DeleteClip } from './clips/delete-clip.tsx'
import { DeleteRoom } from './doors/delete-room.tsx'
import { EndForAll } from './doors/end-for-all.tsx'
import { Invites } from './doors/invites.tsx'
import { KeptOut } from './doors/kept-out.tsx'
import { NewInvite } from './doors/new-invite.tsx'
import { RevokeInvite } from './doors/revoke-invite.tsx'
import { useHere } from './here.ts'
import { RoomKeeping } from './keeping/room-keeping.tsx'
import { KeysList } from './keys-list.tsx'
import { Forward } from './messages/forward.tsx'
import { Everybody } from './people/everybody.tsx'
import { RemovePerson } from './people/remove-person.tsx'
import { Rename } from './people/rename.tsx'
import { Timeline } from './timeline/timeline.tsx'

export function OpenDialog() {
  const { visit, dialogs } = useHere()
  const w = words.value
  const open = dialogs.open.value
  const { close } = dialogs
  switch (open.is) {
    case 'none':
      return null
    case 'settings':
      return (
        <Dialog title={w.settings.title} shape="sheet" onClose={close}>
          <Settings desk={visit.desk} />
        </Dialog>
      )
    case 'keys':
      return (
        <Dialog title={w.keys.title} onClose={close}>
          <KeysList />
        </Dialog>
      )
    case 'rename':
      return (
        <Dialog title={w.menu.renameTitle} onClose={close}>
          <Rename onDone={close} />
        </Dialog>
      )
    case 'remove':
      return (
        <Dialog title={w.person.removeTitle(open.person.name)} onClose={close}>
          <RemovePerson person={open.person} onDone={close} />
        </Dialog>
      )
    case 'invites':
      return (
        <Dialog title={w.invites.title} shape="sheet" onClose={close}>
          <Invites made={open.made} />
        </Dialog>
      )
    case 'new-invite': {
      const back = () => dialogs.show({ is: 'invites' })
      return (
        <Dialog title={w.invites.new} onClose={back}>
          <NewInvite onMade={(made) => dialogs.show({ is: 'invites', made })} onCancel={back} />
        </Dialog>
      )
    }
    case 'revoke-invite': {
      const back = () => dialogs.show({ is: 'invites' })
      return (
        <Dialog title={w.invites.revokeTitle} onClose={back}>
          <RevokeInvite invite={open.invite} isUsual={open.isUsual} onDone={back} />
        </Dialog>
      )
    }
    case 'kept-out':
      return (
        <Dialog title={w.keptOut.title} onClose={close}>
          <KeptOut />
        </Dialog>
      )
    case 'end':
      return (
        <Dialog title={w.ending.title} onClose={close}>
          <EndForAll onCancel={close} />
        </Dialog>
      )
    case 'delete-room':
      return (
        <Dialog title={w.deleting.title} onClose={close}>
          <DeleteRoom onCancel={close} />
        </Dialog>
      )
    case 'keeping':
      return (
        <Dialog title={w.keeping.title} onClose={close}>
          <RoomKeeping onDone={close} />
        </Dialog>
      )
    case 'delete-clip': {
      const back = () => dialogs.show(open.back)
      return (
        <Dialog title={w.clip.deleteTitle} onClose={back}>
          <DeleteClip entry={open.entry} onDone={back} />
        </Dialog>
      )
    }
    case 'forward':
      return (
        <Dialog title={w.messages.forwardTitle} onClose={() => dialogs.show(open.back)}>
          <Forward entry={open.entry} />
        </Dialog>
      )
    case 'everybody':
      return (
        <Dialog title={w.everybody.title} shape="sheet" onClose={close}>
          <Everybody />
        </Dialog>
      )
    case 'messages':
      return isWide.value ? null : (
        <Dialog title={w.room.messages} shape="sheet" onClose={close}>
          <Timeline />
        </Dialog>
      )
    default:
      return open satisfies never
  }
}
