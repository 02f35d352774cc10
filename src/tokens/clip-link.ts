/**
 * A signed link to the audio of one clip, for what sends no headers: an audio element, a download. Whoever has it may
 * listen for a while, and may do nothing else with it. It names no person, because links are passed on.
 */

import * as v from 'valibot'
import { ClipId } from '../protocol/clip.ts'
import { RoomId } from '../protocol/fields.ts'
import { type JwtKind, signJwt, verifyJwt } from './signed-jwt.ts'
import type { SigningKeys } from './signing-keys.ts'

/** Longer than the longest talk (10 minutes), so that a player which asks for range after range gets to the end. */
export const CLIP_LINK_LIFETIME_MS = 15 * 60_000

const KIND: JwtKind = { typ: 'earshot-clip+jwt', audience: 'earshot-clip', lifetimeMs: CLIP_LINK_LIFETIME_MS }

const Claims = v.object({ sub: ClipId, room: RoomId })

export interface LinkedClip {
  clip: string
  room: string
}

export type ClipLinkReading = { ok: true; linked: LinkedClip } | { ok: false; reason: 'invalid' | 'expired' }

export async function mintClipLink(
  { clip, room }: LinkedClip,
  keys: SigningKeys,
  nowMs: number,
): Promise<{ link: string; expiresAtMs: number }> {
  const { jwt, expiresAtMs } = await signJwt(KIND, { sub: clip, room }, keys, nowMs)
  return { link: jwt, expiresAtMs }
}

export async function checkClipLink(link: string, keys: SigningKeys, nowMs: number): Promise<ClipLinkReading> {
  const reading = await verifyJwt(KIND, link, keys, nowMs)
  if (!reading.ok) return reading
  const claims = v.safeParse(Claims, reading.claims)
  if (!claims.success) return { ok: false, reason: 'invalid' }
  return { ok: true, linked: { clip: claims.output.sub, room: claims.output.room } }
}
