/**
 * What the live room asks of its edge. The Durable Object carries these out in order and decides nothing.
 */

import type { AdmitRequest, Consent } from '../archive/admission.ts'
import type { AppendRequest } from '../archive/log.ts'
import type { SpoolRequest } from '../archive/spooling.ts'
import type { CloseCode } from '../protocol/close-codes.ts'
import type { RoomMessage } from '../protocol/room-message.ts'
import type { Attachment, TokenBearer } from './member.ts'

export type Effect<Connection> =
  | { do: 'send'; to: readonly Connection[]; message: RoomMessage }
  | { do: 'close'; connection: Connection; code: CloseCode; reason: string }
  /** Write the attachment that brings this socket back after hibernation; null: the socket is nobody's any more. */
  | { do: 'attach'; connection: Connection; attachment: Attachment | null }
  /** Ask the Archive, then call `admitted` or `admissionFailed`. */
  | { do: 'admit'; connection: Connection; request: AdmitRequest }
  /** Ask the Archive, then call `appended` or `appendFailed` of `answers`. */
  | { do: 'append'; connection: Connection; request: AppendRequest }
  /** Ask the Archive whether this person's request is in the log already, then call `recalled` of `answers`. */
  | { do: 'recall'; connection: Connection; person: string; id: string }
  /** Tell the Archive that this session has left; nothing comes back. */
  | ({ do: 'release' } & Consent)
  /** Tell the Archive that this member agrees to be kept, or not any more; nothing comes back. */
  | ({ do: 'consent' } & Consent)
  /** Have the Archive keep this talk, then call `answered` of `keeping`. */
  | { do: 'spool'; connection: Connection; request: SpoolRequest }
  /** Mint a token for this room, then call `minted` of `renewals`. */
  | { do: 'mint'; connection: Connection; participant: TokenBearer }
  /** Fetch the log entries behind this number, then call `entriesReceived`. */
  | { do: 'pull'; after: number }

/** Shared by every call that asks for nothing, the audio path above all. */
export const NOTHING: readonly never[] = Object.freeze([])

/** Sends one message to some sockets; nothing when there are none. */
export const tell = <Connection>(to: readonly Connection[], message: RoomMessage): Effect<Connection>[] =>
  to.length === 0 ? [] : [{ do: 'send', to, message }]
