/**
 * What a session is told by the page and tells it, across the port between page and network worker, and what it has the
 * worker do.
 */

import type { ClientMessage } from '../protocol/client-message.ts'
import type { MemberView, RoomSettings } from '../protocol/room-message.ts'
import type { Connection } from './connection-quality.ts'
import type { EarshotErrorCode } from './errors.ts'
import type { HistoryEvent, Page } from './history.ts'
import type { MembersChange } from './members.ts'
import type { Request } from './requests.ts'

/** What this client says about itself. */
export interface Profile {
  name: string
  muted: boolean
  deafened: boolean
}

export type SessionCommand =
  | { type: 'token'; token: string }
  /** `final`: there will never be one; else it is asked for again later. */
  | { type: 'no-token'; code: EarshotErrorCode; detail: string; final: boolean }
  | { type: 'profile'; profile: Profile }
  | { type: 'request'; request: Request }
  | { type: 'signal'; to: number; data: string }
  | { type: 'older' }
  | { type: 'leave' }

export type SessionEvent =
  | { type: 'token-wanted' }
  | { type: 'welcome'; self: MemberView; room: RoomSettings }
  | { type: 'reconnecting' }
  | { type: 'members'; change: MembersChange }
  | { type: 'silenced'; silenced: boolean }
  | { type: 'locked'; locked: boolean }
  | { type: 'done'; id: string; number: number }
  | { type: 'refused'; id: string; code: string; message: string }
  | { type: 'signal'; from: number; data: string }
  | { type: 'connection'; connection: Connection }
  /** It is over; without a code because the client left. */
  | { type: 'closed'; code?: EarshotErrorCode; detail?: string }
  | HistoryEvent

export type SessionEffect =
  | { do: 'connect'; token: string }
  | { do: 'send'; data: string | Uint8Array<ArrayBuffer> }
  | { do: 'drop-socket' }
  | { do: 'fetch'; page: Page }
  /** The playout is to know this client's own number. */
  | { do: 'introduce'; self: number }
  | { do: 'tell'; event: SessionEvent }

export const tell = (event: SessionEvent): SessionEffect => ({ do: 'tell', event })

export const say = (message: ClientMessage): SessionEffect => ({ do: 'send', data: JSON.stringify(message) })

export const sendAudio = (packet: Uint8Array<ArrayBuffer> | undefined): SessionEffect[] =>
  packet === undefined ? [] : [{ do: 'send', data: packet }]
