/**
 * What people open by hand in a room, one script: nothing of it is needed to come in, to hear and to be heard. Only the room's
 * own part of the page asks for it, by way of by-hand.ts.
 */

export { Settings } from '../settings/settings.tsx'
export { DeleteClip } from './clips/delete-clip.tsx'
export { DeleteRoom } from './doors/delete-room.tsx'
export { EndForAll } from './doors/end-for-all.tsx'
export { Invites } from './doors/invites.tsx'
export { KeptOut } from './doors/kept-out.tsx'
export { NewInvite } from './doors/new-invite.tsx'
export { RevokeInvite } from './doors/revoke-invite.tsx'
export { RoomKeeping } from './keeping/room-keeping.tsx'
export { KeysList } from './keys-list.tsx'
export { Forward } from './messages/forward.tsx'
export { Everybody } from './people/everybody.tsx'
export { RemovePerson } from './people/remove-person.tsx'
export { Rename } from './people/rename.tsx'
export { Figures } from './statistics/figures.tsx'
