/**
 * A signed link to the audio of one clip, for what sends no headers: an audio element, a download. Whoever has it may
 * listen for a while, and may do nothing else with it. It names no person, because links are passed on; but for a message
 * that burns, which is heard once by each: such a link is one listener's, and whose, nobody reads in it.
 */

import * as v from 'valibot'
import { ClipId } from '../protocol/clip.ts'
import { PersonId, RoomId } from '../protocol/fields.ts'
import { openText, sealText } from './sealed-text.ts'
import { type JwtKind, signJwt, verifyJwt } from './signed-jwt.ts'
import type { SigningKeys } from './signing-keys.ts'

/** Longer than the longest talk (10 minutes), so that a player which asks for range after range gets to the end. */
export const CLIP_LINK_LIFETIME_MS = 15 * 60_000

const KIND: JwtKind = { typ: 'earshot-clip+jwt', audience: 'earshot-clip', lifetimeMs: CLIP_LINK_LIFETIME_MS }

/** `listener` is sealed: whoever is passed the link learns no name by it. */
const Claims = v.object({ sub: ClipId, room: RoomId, listener: v.optional(v.string()) })

export interface LinkedClip {
  clip: string
  room: string
  /** Whose hearing it is, where that matters. */
  listener?: string
}

export type ClipLinkReading = { ok: true; linked: LinkedClip } | { ok: false; reason: 'invalid' | 'expired' }

export async function mintClipLink(
  { clip, room, listener }: LinkedClip,
  keys: SigningKeys,
  nowMs: number,
): Promise<{ link: string; expiresAtMs: number }> {
  const whose = listener === undefined ? {} : { listener: await sealText(listener, keys) }
  const { jwt, expiresAtMs } = await signJwt(KIND, { sub: clip, room, ...whose }, keys, nowMs)
  return { link: jwt, expiresAtMs }
}

export async function checkClipLink(link: string, keys: SigningKeys, nowMs: number): Promise<ClipLinkReading> {
  const reading = await verifyJwt(KIND, link, keys, nowMs)
  if (!reading.ok) return reading
  const claims = v.safeParse(Claims, reading.claims)
  if (!claims.success) return { ok: false, reason: 'invalid' }
  const { sub: clip, room, listener: sealed } = claims.output
  if (sealed === undefined) return { ok: true, linked: { clip, room } }
  const listener = await openText(sealed, keys)
  return v.is(PersonId, listener) ? { ok: true, linked: { clip, room, listener } } : { ok: false, reason: 'invalid' }
}
