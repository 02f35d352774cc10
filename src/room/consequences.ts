/**
 * What an entry of the log means for those who are here: a moderator's act takes effect when it is stored [C12]. Pure.
 */

import type { Entry } from '../protocol/room-message.ts'
import { type Effect, tell } from './effect.ts'
import type { Membership } from './membership.ts'

export function consequences<Connection>(
  entry: Entry,
  membership: Membership<Connection>,
  nowMs: number,
): Effect<Connection>[] {
  if (entry.kind !== 'moderation') return []
  const targets = entry.target === null ? [] : membership.roster.ofPerson(entry.target.person)
  switch (entry.action) {
    case 'lock':
    case 'unlock': {
      const room = { locked: entry.action === 'lock' }
      return tell(membership.roster.connections(), { type: 'state', members: [], room })
    }
    case 'keep':
    case 'unkeep': {
      const keepTalk = entry.action === 'keep'
      const room = { keepTalk, ...(entry.days === undefined ? {} : { keepDays: entry.days }) }
      const told = tell(membership.roster.connections(), { type: 'state', members: [], room } as const)
      return [...membership.keepTalk(keepTalk), ...told]
    }
    case 'mute':
    case 'unmute':
      return targets.flatMap((member) => membership.change(member, { silenced: entry.action === 'mute' }, nowMs))
    case 'remove':
    case 'ban':
      return targets.flatMap((member) => membership.seeOff(member, 'removed', nowMs))
    case 'role': {
      const { role } = entry
      // Who came by the owner's link in the moment in which this was stored is the owner, and stays it.
      const given = targets.filter(({ profile }) => profile.role !== 'owner')
      return role === undefined ? [] : given.flatMap((member) => membership.change(member, { role }, nowMs))
    }
    case 'end':
      return everybodyOut(membership, 'ended', nowMs)
    case 'readmit':
      return []
    default:
      return entry.action satisfies never
  }
}

/** The room is no more, and its Archive neither: nothing is told to that. */
export const deleted = <Connection>(membership: Membership<Connection>, nowMs: number): Effect<Connection>[] =>
  everybodyOut(membership, 'gone', nowMs).filter((effect) => effect.do !== 'spool' && effect.do !== 'release')

const everybodyOut = <Connection>(
  membership: Membership<Connection>,
  why: 'ended' | 'gone',
  nowMs: number,
): Effect<Connection>[] => membership.roster.all().flatMap((member) => membership.seeOff(member, why, nowMs))

/** Whom an entry turns away who is not in yet, and by which close; undefined when nobody. */
export function turnedAway(entry: Entry): { person: string | 'everybody'; why: 'removed' | 'ended' } | undefined {
  if (entry.kind !== 'moderation') return undefined
  if (entry.action === 'end') return { person: 'everybody', why: 'ended' }
  const isOut = entry.action === 'remove' || entry.action === 'ban'
  return isOut && entry.target !== null ? { person: entry.target.person, why: 'removed' } : undefined
}
