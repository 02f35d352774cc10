/**
 * What a session is told by the page and tells it, across the port between page and network worker, and what it has the
 * worker do.
 */

import type { SendStep } from '../audio/send-ladder.ts'
import type { ClientMessage } from '../protocol/client-message.ts'
import type { HeardClip, MemberView, OpenTalk, RoomSettings } from '../protocol/room-message.ts'
import type { Connection } from './connection-quality.ts'
import type { EarshotErrorCode } from './errors.ts'
import type { HistoryEvent, Page } from './history.ts'
import type { MembersChange } from './members.ts'
import type { Request } from './requests.ts'
import type { Bytes } from './uplink.ts'

/** What this client says about itself. */
export interface Profile {
  name: string
  muted: boolean
  deafened: boolean
  /** What it says may be kept, in a room that keeps talk. */
  keep: boolean
}

/** What the room decides about this client: its role, its hand, whether it may be heard, and on which device. */
export type Standing = Pick<MemberView, 'role' | 'silenced' | 'handRaisedAtMs' | 'aside'>

/** What stood in the way; `retryAfterMs` where the server says when to try again. */
export interface Failure {
  code: EarshotErrorCode
  detail: string
  retryAfterMs?: number | undefined
}
/** `final`: there will never be one; else it is asked for again later. */
export interface NoToken extends Failure {
  final: boolean
}

/** Why talk will never be kept: the server refused it for good, or there was no more space for it on this device. */
export type TalkLoss = 'refused' | 'full'

/** A page of everybody who is here; `next` is what to ask for the next one with, null on the last. */
export interface RosterPage {
  members: MemberView[]
  next: number | null
}

export type SessionCommand =
  | { type: 'token'; token: string }
  | ({ type: 'no-token' } & NoToken)
  | { type: 'profile'; profile: Profile }
  | { type: 'request'; request: Request }
  | { type: 'signal'; to: number; data: string }
  /** This client's own hand, or, with a `member`, another's. */
  | { type: 'hand'; raised: boolean; member?: number }
  /** This device takes the voice. */
  | { type: 'talk-here' }
  | { type: 'older' }
  /** Asks for the page of everybody behind this number. Pages come in the order in which they were asked for. */
  | { type: 'roster'; after: number }
  /** `atOnce`: it waits for nothing that could still be kept. */
  | { type: 'leave'; atOnce: boolean }

export type SessionEvent =
  | { type: 'token-wanted' }
  /** The room has given another token. */
  | { type: 'renewed'; token: string }
  /** `nameIsFixed`: by the token, whatever this client calls itself. */
  | { type: 'welcome'; self: MemberView; room: RoomSettings; headcount: number; nameIsFixed: boolean }
  | { type: 'reconnecting' }
  | { type: 'members'; change: MembersChange }
  /** What has changed of this client's standing. */
  | { type: 'standing'; standing: Partial<Standing> }
  /** What has changed of the room's settings. */
  | { type: 'settings'; settings: Partial<RoomSettings> }
  | { type: 'headcount'; headcount: number }
  | ({ type: 'roster' } & RosterPage)
  | { type: 'heard'; heard: boolean }
  | { type: 'unheard'; by: number[] }
  | { type: 'done'; id: string; number: number }
  | { type: 'refused'; id: string; code: string; message: string }
  /** How much of what was said the server has not stored yet. */
  | { type: 'unkept'; ms: number }
  | { type: 'talk-lost'; why: TalkLoss }
  /** Talks have begun, or are not going to be clips. */
  | { type: 'talk'; talks: OpenTalk[]; over?: string[] | undefined }
  /** Somebody has listened to clips. */
  | { type: 'clips-heard'; heard: HeardClip[] }
  | { type: 'signal'; from: number; data: string }
  | { type: 'connection'; connection: Connection }
  /** The line is sent to in another way from now on. */
  | { type: 'sending'; sending: SendStep }
  /** It is over; without a code because the client left. */
  | ({ type: 'closed' } & Partial<Failure>)
  | HistoryEvent

export type SessionEffect =
  | { do: 'connect'; token: string }
  | { do: 'send'; data: string | Uint8Array<ArrayBuffer> }
  /** A binary message of the room, for the playout. */
  | { do: 'play'; message: ArrayBuffer }
  /** The encoder is to use so many bits a second. */
  | { do: 'encode'; bitrate: number }
  | { do: 'drop-socket' }
  | { do: 'fetch'; page: Page }
  /** The playout is to know this client's own number. */
  | { do: 'introduce'; self: number }
  /** Talk to be posted: one at a time, answered by `Session.posted`. */
  | { do: 'post'; packets: readonly Bytes[] }
  /** Packets for the journal: behind what it holds, or in place of it. */
  | { do: 'journal'; write: 'append' | 'anew'; packets: readonly Bytes[] }
  | { do: 'tell'; event: SessionEvent }

export const tell = (event: SessionEvent): SessionEffect => ({ do: 'tell', event })

export const say = (message: ClientMessage): SessionEffect => ({ do: 'send', data: JSON.stringify(message) })
