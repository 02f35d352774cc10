/**
 * The rooms this browser has been in, with the secrets that open them: home lists them, and a reload needs no link.
 * They never leave this browser.
 */

import { signal } from '@preact/signals'
import type { Role } from '../../src/client/index.ts'
import { readStored, writeStored } from '../app/storage.ts'
import { forgetSeen } from '../room/seen-entries.ts'
import { type RoomLink, roomLink } from './room-link.ts'

export interface RememberedRoom extends RoomLink {
  name: string | null
  role: Role
  visitedAtMs: number
  /** Somebody has gone in here by this link: it knows them, and lets them in again without taking another place of it. */
  cameIn?: true
}

const KEY = 'rooms'
/** More would be a history, not a way back. */
const MOST_REMEMBERED = 30

/** The first may do the most. */
const ROLES: readonly unknown[] = ['owner', 'moderator', 'speaker', 'listener'] satisfies Role[]
const isRole = (value: unknown): value is Role => ROLES.includes(value)
const rankOf = (role: Role): number => ROLES.indexOf(role)

export const rememberedRooms = signal(readRooms())

/** Another tab may have been in a room since. */
export function lookForRooms(): void {
  rememberedRooms.value = readRooms()
}

export const recallRoom = (room: string): RememberedRoom | undefined =>
  rememberedRooms.peek().find((known) => known.room === room)

/** Puts a room first in the list. */
export function rememberRoom(visit: RememberedRoom): void {
  const rooms = readRooms()
  const known = rooms.find((room) => room.room === visit.room)
  const others = rooms.filter((room) => room.room !== visit.room)
  keep([merged(known, visit), ...others].slice(0, MOST_REMEMBERED))
}

/**
 * A link that lets one do less does not take the place of one that lets one do more. Whoever holds such a link and comes
 * by one that makes speakers has learned what to invite with.
 */
function merged(known: RememberedRoom | undefined, visit: RememberedRoom): RememberedRoom {
  if (known === undefined) return visit
  if (rankOf(visit.role) <= rankOf(known.role)) {
    return known.cameIn && known.secret === visit.secret ? { ...visit, cameIn: true } : visit
  }
  const guestSecret = known.guestSecret ?? (visit.role === 'speaker' ? visit.secret : undefined)
  return { ...known, ...(guestSecret === undefined ? {} : { guestSecret }), visitedAtMs: visit.visitedAtMs }
}

/** Whoever is here has gone in by this link. */
export function rememberEntrance({ room, secret }: RoomLink): void {
  const isNews = (known: RememberedRoom): boolean => known.room === room && known.secret === secret && !known.cameIn
  const rooms = readRooms()
  if (rooms.some(isNews)) keep(rooms.map((known) => (isNews(known) ? { ...known, cameIn: true } : known)))
}

/** Another link for one's guests: the one before opens the room no more, or none was known. */
export function rememberGuests(room: string, guestSecret: string | undefined): void {
  const rooms = readRooms().map((known) => {
    if (known.room !== room) return known
    const { guestSecret: _, ...others } = known
    return guestSecret === undefined ? others : { ...others, guestSecret }
  })
  keep(rooms)
}

/** It opens its room no more, and another does: what that one makes of me is remembered in its place. */
export function forgetLink({ room, secret }: RoomLink): void {
  if (recallRoom(room)?.secret === secret) drop(room)
}

/** And how far this browser has looked at its messages. */
export function forgetRoom(room: string): void {
  drop(room)
  forgetSeen(room)
}

function drop(room: string): void {
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

function isRemembered(value: unknown): value is RememberedRoom {
  if (typeof value !== 'object' || value === null) return false
  const { room, secret, guestSecret, name, role, visitedAtMs, cameIn } = value as Record<string, unknown>
  return (
    typeof room === 'string' &&
    typeof secret === 'string' &&
    roomLink(room, typeof guestSecret === 'string' ? `${secret}.${guestSecret}` : secret) !== undefined &&
    (name === null || typeof name === 'string') &&
    isRole(role) &&
    typeof visitedAtMs === 'number' &&
    (cameIn === undefined || cameIn === true)
  )
}

/**
 * The links to open the room with here, the first that does; none when the address names none. Beside the owner's link,
 * which this browser may hold, any other is a step down; beside another's, the one in the address may be a step up.
 * `known` is behind it then: a new link that has expired does not shut out whoever has one that has not.
 */
export function linksToTry(room: string, fragment: string): RoomLink[] {
  const known = recallRoom(room)
  if (fragment === '') return known === undefined ? [] : [known]
  const given = roomLink(room, fragment)
  if (given === undefined) return []
  if (known === undefined) return [given]
  if (known.secret === given.secret) return [{ ...known, ...given }]
  // Whoever may do more than invite finds the guests' link in the address bar.
  if (known.guestSecret === given.secret) return [known]
  return known.role === 'owner' ? [known, given] : [given, known]
}

/** Whether `link`, which this browser holds, lets one do more in its room than `role`. */
export function isMoreThan(role: Role, link: RoomLink): boolean {
  const known = recallRoom(link.room)
  return known?.secret === link.secret && rankOf(known.role) < rankOf(role)
}
