/**
 * The links of a room. The secret is in the fragment, which a browser sends to no server: `/r/<room>#<secret>`.
 * Any secret opens the room by itself; the server says which role it gives. Links for owners and moderators that this page
 * makes carry a second one, `#<own>.<guests>`, so that they can invite, from any device, without handing on their own.
 */

import { parseUrl } from './parse-url.ts'

export interface RoomLink {
  room: string
  /** What this browser shows at the door. */
  secret: string
  /** The secret to invite others with, where a link that is not for others has named it. */
  guestSecret?: string
}

/** A room id or a secret: 128 random bits in base64url. */
const RANDOM_128_BITS = /^[A-Za-z0-9_-]{22}$/
const ROOM_PATH = /^\/r\/([^/]+)\/?$/

/** Reads a room's id and fragment; undefined when either is no such thing, as when half of a link was copied. */
export function roomLink(room: string, fragment: string): RoomLink | undefined {
  const [secret = '', guestSecret] = fragment.split('.')
  if (!RANDOM_128_BITS.test(room) || !RANDOM_128_BITS.test(secret)) return undefined
  if (guestSecret === undefined) return { room, secret }
  return RANDOM_128_BITS.test(guestSecret) ? { room, secret, guestSecret } : undefined
}

/** Finds the link in what somebody pasted, which may be a whole sentence from a chat. */
export function findRoomLink(text: string, origin: string): RoomLink | undefined {
  for (const word of text.split(/\s+/)) {
    const path = word.startsWith('/') ? word : word.replace(/^(?!https?:)/i, 'https://')
    const url = parseUrl(path, origin)
    if (url === undefined || url.host !== new URL(origin).host) continue
    const room = ROOM_PATH.exec(url.pathname)?.[1]
    const link = room === undefined ? undefined : roomLink(room, url.hash.slice(1))
    if (link !== undefined) return link
  }
  return undefined
}

export const guestPath = (room: string, guestSecret: string): string => `/r/${room}#${guestSecret}`

export const pathOf = (link: RoomLink): string => `/r/${link.room}#${fragmentOf(link)}`

export const fragmentOf = ({ secret, guestSecret }: RoomLink): string =>
  guestSecret === undefined ? secret : `${secret}.${guestSecret}`
