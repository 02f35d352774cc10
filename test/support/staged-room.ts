/** The SDK's room on a session, a sound and an HTTP API that are not there. */

import type { VoiceMessages } from '../../src/client/messages/voice-messages.ts'
import { OwnState } from '../../src/client/own-state.ts'
import { PageTokens } from '../../src/client/page-tokens.ts'
import { Room, type RoomParts } from '../../src/client/room.ts'
import { type DoorApi, RoomDoors } from '../../src/client/room-doors.ts'
import { RoomSound, type SoundGraph } from '../../src/client/room-sound.ts'
import { FakeClipApi } from './fake-clips.ts'
import type { FakeSession } from './fake-session.ts'
import { FakeSound } from './fake-sound.ts'
import { view } from './room-words.ts'
import { PROFILE, ROOM } from './session-stage.ts'

export interface StagedRoomOptions {
  session: FakeSession
  sound?: SoundGraph
  release?: () => void
}

/** Ada's, who is member 8; nobody else is here yet. */
export const stagedRoom = ({ session, sound = new FakeSound(), release = () => {} }: StagedRoomOptions): Room =>
  new Room({
    welcome: { type: 'welcome', self: view(8), room: ROOM, headcount: 1, nameIsFixed: false },
    own: new OwnState(PROFILE),
    session,
    ...wiredParts(sound),
    release,
  })

/** What of a room stands on no session. */
export const wiredParts = (sound: SoundGraph): Pick<RoomParts, 'sound' | 'clips' | 'doors' | 'messages'> => ({
  sound: new RoomSound(sound, 'open', { ...view(0), ...PROFILE }),
  clips: new FakeClipApi().clips(ROOM.id),
  doors: closedDoors(),
  messages: noMessages,
})

/** Nobody is there to ask. */
const closedDoors = (): RoomDoors =>
  new RoomDoors({ room: ROOM.id, api: {} as DoorApi, tokens: new PageTokens(async () => 't') })

/** Nothing is recorded, and nothing is on its way. */
const noMessages = { end: () => {} } as VoiceMessages
