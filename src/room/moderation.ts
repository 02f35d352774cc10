/**
 * What somebody asks to be done to others, to the room or to whoever was removed [C12]: whether their role allows it,
 * and what the Archive is to store. It takes effect when it is stored. Pure.
 *
 * Next: src/room/consequences.ts
 */

import type { AppendRequest } from '../archive/log.ts'
import type { ClientMessageOf } from '../protocol/client-message.ts'
import type { Person } from '../protocol/fields.ts'
import { type Act, mayAct, mayModerateAs, ROLES, type Role } from '../protocol/roles.ts'
import type { Effect } from './effect.ts'
import { type Member, personOf } from './member.ts'
import { refusal } from './refusal.ts'
import type { Roster } from './roster.ts'

type Asked = ClientMessageOf<'moderate'>

export function moderation<Connection>(
  connection: Connection,
  from: Member<Connection>,
  message: Asked,
  roster: Roster<Connection>,
): Effect<Connection> {
  const { id, action } = message
  const target = targetOf(message, roster)
  const act: Act = {
    action,
    target: target && highestRole(roster.ofPerson(target.person)),
    role: 'role' in message ? message.role : undefined,
  }
  if (!mayAct(from.profile.role, act)) return refusal(connection, 'not-allowed', sentenceFor(from, act), id)
  // Whoever is removed is gone when the request for it is sent again: the log knows whether it was done.
  if ('member' in message && target === undefined) {
    return { do: 'recall', connection, person: from.profile.person, id }
  }
  return { do: 'append', connection, request: requestOf(message, personOf(from), target) }
}

/** What a person is: the most that any of their devices has come in as; undefined when none is here. */
export const highestRole = (members: readonly Member<unknown>[]): Role | undefined =>
  ROLES.find((role) => members.some(({ profile }) => profile.role === role))

/** Whom a request names; undefined where it names nobody, or nobody who is here. */
function targetOf<Connection>(message: Asked, roster: Roster<Connection>): Person | undefined {
  if ('person' in message) return { person: message.person, name: message.person } // the Archive knows the name
  const member = 'member' in message ? roster.numbered(message.member) : undefined
  return member && personOf(member)
}

function requestOf(message: Asked, by: Person, target: Person | undefined): AppendRequest {
  const head = { kind: 'moderation', id: message.id, by } as const
  switch (message.action) {
    case 'keep':
      return { ...head, action: 'keep', days: message.days, target: null }
    case 'lock':
    case 'unlock':
    case 'unkeep':
    case 'end':
      return { ...head, action: message.action, target: null }
  }
  if (target === undefined) throw new Error(`Nobody to ${message.action}.`)
  if (message.action === 'role') return { ...head, action: 'role', role: message.role, target }
  return { ...head, action: message.action, target }
}

function sentenceFor({ profile }: Member<unknown>, { target }: Act): string {
  if (!mayModerateAs(profile.role)) return 'Only owners and moderators of the room can do that.'
  if (target === 'owner') return 'Nobody can do that to an owner of the room.'
  return 'Only an owner of the room can do that.'
}
