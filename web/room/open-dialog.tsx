/** Draws whichever dialog of the room is open. What is in it comes by itself, but for the messages, which belong to the room. */

import { isWide } from '../app/wide.ts'
import { words } from '../i18n/language.ts'
import { Dialog } from '../overlay/dialog.tsx'
import { ByHand } from './by-hand.tsx'
import { isMessage } from './clips/clip-title.ts'
import { useHere } from './here.ts'
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
          <ByHand>{({ Settings }) => <Settings desk={visit.desk} />}</ByHand>
        </Dialog>
      )
    case 'keys':
      return (
        <Dialog title={w.keys.title} onClose={close}>
          <ByHand>{({ KeysList }) => <KeysList />}</ByHand>
        </Dialog>
      )
    case 'rename':
      return (
        <Dialog title={w.menu.renameTitle} onClose={close}>
          <ByHand>{({ Rename }) => <Rename onDone={close} />}</ByHand>
        </Dialog>
      )
    case 'remove':
      return (
        <Dialog title={w.person.removeTitle(open.person.name)} onClose={close}>
          <ByHand>{({ RemovePerson }) => <RemovePerson person={open.person} onDone={close} />}</ByHand>
        </Dialog>
      )
    case 'invites':
      return (
        <Dialog title={w.invites.title} shape="sheet" onClose={close}>
          <ByHand>{({ Invites }) => <Invites made={open.made} />}</ByHand>
        </Dialog>
      )
    case 'new-invite': {
      const back = () => dialogs.show({ is: 'invites' })
      return (
        <Dialog title={w.invites.new} onClose={back}>
          <ByHand>
            {({ NewInvite }) => <NewInvite onMade={(made) => dialogs.show({ is: 'invites', made })} onCancel={back} />}
          </ByHand>
        </Dialog>
      )
    }
    case 'revoke-invite': {
      const back = () => dialogs.show({ is: 'invites' })
      return (
        <Dialog title={w.invites.revokeTitle} onClose={back}>
          <ByHand>
            {({ RevokeInvite }) => <RevokeInvite invite={open.invite} isUsual={open.isUsual} onDone={back} />}
          </ByHand>
        </Dialog>
      )
    }
    case 'kept-out':
      return (
        <Dialog title={w.keptOut.title} onClose={close}>
          <ByHand>{({ KeptOut }) => <KeptOut />}</ByHand>
        </Dialog>
      )
    case 'end':
      return (
        <Dialog title={w.ending.title} onClose={close}>
          <ByHand>{({ EndForAll }) => <EndForAll onCancel={close} />}</ByHand>
        </Dialog>
      )
    case 'delete-room':
      return (
        <Dialog title={w.deleting.title} onClose={close}>
          <ByHand>{({ DeleteRoom }) => <DeleteRoom onCancel={close} />}</ByHand>
        </Dialog>
      )
    case 'keeping':
      return (
        <Dialog title={w.keeping.title} onClose={close}>
          <ByHand>{({ RoomKeeping }) => <RoomKeeping onDone={close} />}</ByHand>
        </Dialog>
      )
    case 'delete-clip': {
      const back = () => dialogs.show(open.back)
      const { deleteTitle } = isMessage(open.entry.clip) ? w.messages : w.clip
      return (
        <Dialog title={deleteTitle} onClose={back}>
          <ByHand>{({ DeleteClip }) => <DeleteClip entry={open.entry} onDone={back} />}</ByHand>
        </Dialog>
      )
    }
    case 'forward':
      return (
        <Dialog title={w.messages.forwardTitle} onClose={() => dialogs.show(open.back)}>
          <ByHand>{({ Forward }) => <Forward entry={open.entry} />}</ByHand>
        </Dialog>
      )
    case 'everybody':
      return (
        <Dialog title={w.everybody.title} shape="sheet" onClose={close}>
          <ByHand>{({ Everybody }) => <Everybody />}</ByHand>
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
