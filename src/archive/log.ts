/**
 * The ordered log of a room: what is asked to be kept, and which part of it a member is shown. Pure.
 * One sequence numbers everything; a client's id makes a retry the same entry.
 */

import type { ClipMoment } from '../protocol/clip.ts'
import type { Person } from '../protocol/fields.ts'
import { MAX_ENTRIES } from '../protocol/limits.ts'
import type { GivenRole } from '../protocol/roles.ts'
import type { Entry } from '../protocol/room-message.ts'
import type { Refused } from './refused.ts'

interface AppendHead {
  /** The client's id for this entry, unique per person. */
  id: string
  by: Person
}
export type AppendRequest = AppendHead &
  (
    | { kind: 'text'; text: string; replyTo?: ClipMoment }
    | { kind: 'moderation'; action: 'mute' | 'unmute' | 'remove' | 'ban' | 'readmit'; target: Person }
    | { kind: 'moderation'; action: 'role'; target: Person; role: GivenRole }
    | { kind: 'moderation'; action: 'lock' | 'unlock' | 'unkeep' | 'end'; target: null }
    | { kind: 'moderation'; action: 'keep'; target: null; days: number | null }
  )

export type Appended =
  | {
      ok: true
      number: number
      /** False: it was in the log already, under this number. */
      isNew: boolean
    }
  /** Nobody decides about an owner; and there is nothing to be stored in a room that is no more. */
  | Refused<'not-allowed' | 'unknown-room'>

/** First number of a replay that leads up to `last`: everything after `after`, but no more than the newest 100. */
export const replayFrom = (after: number, last: number): number => Math.max(after, last - MAX_ENTRIES) + 1

export function entryOf(request: AppendRequest, number: number, atMs: number): Entry {
  const { id, ...rest } = request
  return rest.kind === 'text' ? { ...rest, id, number, atMs } : { ...rest, number, atMs }
}

/** Whether it sends somebody away for good. */
export const isRemoval = (request: AppendRequest): request is AppendRequest & { target: Person } =>
  request.kind === 'moderation' && (request.action === 'remove' || request.action === 'ban')

/** What an entry changes about the room beside being in its log. */
export type Consequence =
  | { set: 'locked'; locked: boolean }
  | { set: 'silenced'; person: string; silenced: boolean }
  /** Kept out from now on; `addresses`: whoever is new where their devices are, too, for a while. */
  | { set: 'banned'; person: string; addresses: boolean }
  | { set: 'readmitted'; person: string }
  | { set: 'role'; person: string; role: GivenRole }
  /** Talk is kept, for so many days (null: until deleted), or is not. */
  | { set: 'kept'; days: number | null }
  | { set: 'unkept' }

export function consequenceOf(request: AppendRequest): Consequence | undefined {
  if (request.kind !== 'moderation') return undefined
  switch (request.action) {
    case 'lock':
    case 'unlock':
      return { set: 'locked', locked: request.action === 'lock' }
    case 'keep':
      return { set: 'kept', days: request.days }
    case 'unkeep':
      return { set: 'unkept' }
    case 'mute':
    case 'unmute':
      return { set: 'silenced', person: request.target.person, silenced: request.action === 'mute' }
    case 'remove':
      return { set: 'banned', person: request.target.person, addresses: false }
    case 'ban':
      return { set: 'banned', person: request.target.person, addresses: true }
    case 'readmit':
      return { set: 'readmitted', person: request.target.person }
    case 'role':
      return { set: 'role', person: request.target.person, role: request.role }
    case 'end':
      return undefined
    default:
      return request satisfies never
  }
}
