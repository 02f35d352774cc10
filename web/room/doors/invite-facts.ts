/** What follows from an invite's facts: whether it still lets anybody in, and which one is the link for everybody. Pure. */

import type { Invite } from '../../../src/client/index.ts'

export type InviteState = 'open' | 'revoked' | 'expired' | 'used-up'

export function stateOf({ revokedAtMs, expiresAtMs, maxPeople, people }: Invite, nowMs: number): InviteState {
  if (revokedAtMs !== null) return 'revoked'
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return 'expired'
  return maxPeople !== null && (people ?? 0) >= maxPeople ? 'used-up' : 'open'
}

export const cameBy = ({ people, came }: Invite): number => people ?? came.length

/** A room begins with two links: the owner's, and this one for those who are invited. */
export const guestsInvite = (invites: readonly Invite[]): Invite | undefined =>
  invites.filter(({ role }) => role === 'speaker').sort(byAge)[0]

/** An owner who switched it off, or the last of its kind, would be locked out of their own room. */
export function isIndispensable(invite: Invite, invites: readonly Invite[], me: string, nowMs: number): boolean {
  if (invite.role !== 'owner') return false
  if (invite.came.some(({ person }) => person === me)) return true
  return invites.filter((other) => other.role === 'owner' && stateOf(other, nowMs) === 'open').length < 2
}

export const newestFirst = (invites: readonly Invite[]): Invite[] => [...invites].sort((a, b) => byAge(b, a))

const byAge = (a: Invite, b: Invite): number => a.createdAtMs - b.createdAtMs
