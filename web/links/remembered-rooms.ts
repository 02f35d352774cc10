/**
 * The rooms this browser has been in, with the secrets that open them: home lists them, and a reload needs no link.
 * They never leave this browser.
 */

import { signal } from '@preact/signals'
import type { Role } from '../../src/client/index.ts'
import { readStored, writeStored } from '../app/storage.ts'
import { type RoomLink, roomLink } from './room-link.ts'

export interface RememberedRoom extends RoomLink {
  name: string | null
  role: Role
  visitedAtMs: number
}

const KEY = 'rooms'
/** More would be a history, not a way back. */
const MOST_REMEMBERED = 30

export const rememberedRooms = signal(readRooms())

export const recallRoom = (room: string): RememberedRoom | undefined =>
  rememberedRooms.peek().find((known) => known.room === room)

/** Puts a room first in the list. */
export function rememberRoom(visit: RememberedRoom): void {
  const rooms = readRooms()
  const known = rooms.find((room) => room.room === visit.room)
  const others = rooms.filter((room) => room.room !== visit.room)
  keep([merged(known, visit), ...others].slice(0, MOST_REMEMBERED))
}

/** An owner who comes by the guests' link stays the owner, and has learned that link. */
function merged(known: RememberedRoom | undefined, visit: RememberedRoom): RememberedRoom {
  if (known === undefined || known.role !== 'owner' || visit.role === 'owner') return visit
  return { ...visit, role: 'owner', secret: known.secret, guestSecret: visit.secret }
}

export function forgetRoom(room: string): void {
  keep(readRooms().filter((known) => known.room !== room))
}

function keep(rooms: RememberedRoom[]): void {
  rememberedRooms.value = rooms
  writeStored(KEY, rooms)
}

/** Read afresh before each change: another tab may have added a room. */
function readRooms(): RememberedRoom[] {
  const stored = readStored(KEY)
  return Array.isArray(stored) ? stored.filter(isRemembered) : []
}

const ROLES: readonly unknown[] = ['owner', 'moderator', 'speaker', 'listener'] satisfies Role[]
const isRole = (value: unknown): value is Role => ROLES.includes(value)

function isRemembered(value: unknown): value is RememberedRoom {
  if (typeof value !== 'object' || value === null) return false
  const { room, secret, guestSecret, name, role, visitedAtMs } = value as Record<string, unknown>
  return (
    typeof room === 'string' &&
    typeof secret === 'string' &&
    roomLink(room, typeof guestSecret === 'string' ? `${secret}.${guestSecret}` : secret) !== undefined &&
    (name === null || typeof name === 'string') &&
    isRole(role) &&
    typeof visitedAtMs === 'number'
  )
}

/** Which link opens the room here: the one in the address, unless this browser holds the owner's for the same room. */
export function linkToUse(room: string, fragment: string): RoomLink | undefined {
  const known = recallRoom(room)
  if (fragment === '') return known
  const given = roomLink(room, fragment)
  if (given === undefined || known === undefined) return given
  if (known.role === 'owner' && known.guestSecret === given.secret) return known
  if (given.guestSecret !== undefined) return given
  if (known.secret === given.secret) return known
  // A room has two secrets: beside the guests', this one is the owner's.
  return known.role !== 'owner' ? { ...given, guestSecret: known.secret } : given
}
