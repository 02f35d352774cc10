/** What a room tells an application: the SDK's events and the words in them. */

import type { Entry } from '../protocol/room-message.ts'
import type { Connection } from './connection-quality.ts'
import type { EarshotError } from './errors.ts'
import type { LeftReason, Participant } from './participant.ts'
import type { TalkLoss } from './session-messages.ts'
import type { RoomStatistics } from './statistics.ts'

export type RoomState = 'connected' | 'reconnecting' | 'closed'
/** Speaking into a shut microphone: muted by oneself, or silenced by the owner. */
export type Warning = 'talking-while-muted' | 'silenced'

export interface RoomEvents {
  /** Somebody joined, left or changed. */
  participants: () => void
  joined: (participant: Participant) => void
  left: (participant: Participant, reason: LeftReason) => void
  /** How many are here has changed. */
  headcount: (headcount: number) => void
  /** What this client says is passed on no more, or again. */
  heard: (heard: boolean) => void
  /** Members who do not receive what this client says at present: a new set, empty when everybody does. */
  unheard: (by: ReadonlySet<number>) => void
  /** `me` has changed: by this client's own word, or in role, hand, or which device of this person has the voice. */
  me: () => void
  /** The room was locked or unlocked, or whether and how long it keeps talk has changed. */
  room: () => void
  state: (state: RoomState) => void
  /** `live`: it happened while this client was here; false: it was in the log already. */
  entry: (entry: Entry, live: boolean) => void
  /** `entries` or `hasOlderEntries` has changed, or `lastEntry` is known. */
  entries: () => void
  /** `talks` has changed. */
  talks: () => void
  /** `unkeptMs` has changed: at most twice a second, and at once when there is something and when there is nothing more. */
  unkept: (unkeptMs: number) => void
  /** Something that was said will never be kept: the server refused it for good, or this device holds no more of it. */
  'talk-lost': (why: TalkLoss) => void
  /** `clips.heardBy` answers otherwise for some clip. */
  clips: () => void
  /**
   * Member → −dBov (0 loudest … 127 silence) of what is being played now; under the own number, what is being sent.
   * 25 a second while anybody is heard, and once when nobody is any more.
   */
  levels: (levels: ReadonlyMap<number, number>) => void
  connection: (connection: Connection) => void
  /** How it sounds here, once a second while the sound runs. */
  statistics: (statistics: RoomStatistics) => void
  warning: (warning: Warning) => void
  signal: (from: number, data: string) => void
  /** The room is over for this client; without an error because it left. */
  closed: (error: EarshotError | undefined) => void
}
