/**
 * Rooms for whose messages no token can be had, and why, until one can: a refusal, as against a server out of reach, which is
 * tried again without a word. Draws nothing.
 */

import { signal } from '@preact/signals'
import type { EarshotErrorCode } from '../../src/client/index.ts'
import { recallRoom } from '../links/remembered-rooms.ts'
import { isInPage } from '../room/messages/messages-in-page.ts'

/** `forgotten`: this browser has no link into the room any more. */
export type WhyShut =
  | 'room-deleted'
  | 'room-locked'
  | 'removed'
  | 'invite-expired'
  | 'invite-used-up'
  | 'invite-revoked'
  | 'wrong-link'
  | 'forgotten'

export interface ShutRoom {
  why: WhyShut
  /** As far as this browser has ever known one since the page was opened. */
  name: string | null
  /** A message has been refused: that a token can be had says nothing of the next. */
  hasRefused: boolean
}

/** A room that this browser has been in was there. */
const REFUSALS: Partial<Record<EarshotErrorCode, WhyShut>> = {
  'room-deleted': 'room-deleted',
  'room-unknown': 'room-deleted',
  'room-locked': 'room-locked',
  removed: 'removed',
  'invite-expired': 'invite-expired',
  'invite-used-up': 'invite-used-up',
  'invite-revoked': 'invite-revoked',
  'wrong-link': 'wrong-link',
}

export const shutRooms = signal<ReadonlyMap<string, ShutRoom>>(new Map())

/** What this page has in hand for it is told of as stuck, and in no other place on the page. */
export const isStuck = (room: string): boolean => shutRooms.value.has(room) && isInPage(room)

/** undefined: it is no refusal. */
export const whyShut = (code: EarshotErrorCode): WhyShut | undefined => REFUSALS[code]

/** No token can be had. Whoever reads that a room is deleted forgets it: it is deleted all the same. */
export function tellShut(room: string, why: WhyShut): void {
  const before = shutRooms.peek().get(room)
  if (before?.why === why || (before?.why === 'room-deleted' && why === 'forgotten')) return
  put(room, why, before?.hasRefused ?? false)
}

/** The room has refused a message for want of itself, or of its author. Whatever else it refuses, it says when one is there. */
export function tellRefused(room: string, codes: readonly EarshotErrorCode[]): void {
  const why = whyRefused(codes)
  if (why !== undefined && !shutRooms.peek().get(room)?.hasRefused) put(room, why, true)
}

export const whyRefused = (codes: readonly EarshotErrorCode[]): WhyShut | undefined =>
  codes.map(whyShut).find((why) => why === 'room-deleted' || why === 'removed')

/** Of what was refused nothing is left, or a message was sent since. */
export function tellTaken(room: string): void {
  if (shutRooms.peek().get(room)?.hasRefused) remove(room)
}

/** A token can be had. */
export function tellOpen(room: string): void {
  if (shutRooms.peek().get(room)?.hasRefused === false) remove(room)
}

const remove = (room: string): void => {
  shutRooms.value = new Map([...shutRooms.peek()].filter(([known]) => known !== room))
}

function put(room: string, why: WhyShut, hasRefused: boolean): void {
  const name = recallRoom(room)?.name ?? shutRooms.peek().get(room)?.name ?? null
  shutRooms.value = new Map(shutRooms.peek()).set(room, { why, name, hasRefused })
}
