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
      return targets.flatMap((member) => membership.expel(member, nowMs))
    case 'role':
    case 'end':
    case 'readmit':
      return []
    default:
      return entry.action satisfies never
  }
}

/** Whom an entry keeps out from now on; undefined when nobody. */
export const removedPerson = (entry: Entry): string | undefined =>
  entry.kind === 'moderation' && (entry.action === 'remove' || entry.action === 'ban')
    ? entry.target?.person
    : undefined
