/**
 * What an Archive is made of: its tables, and those who work with them, each given what it needs of the others.
 */

import { revokeCredential } from '../src/turn/revoke.ts'
import { ArchiveTables } from './archive-tables.ts'
import { CredentialRevocations } from './credential-revocations.ts'
import { Demolition } from './demolition.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { HeardTables } from './heard-tables.ts'
import { Keepsakes } from './keepsakes.ts'
import { MessageTables } from './message-tables.ts'
import { PeopleTables } from './people-tables.ts'
import { Register } from './register.ts'
import { RoomWord } from './room-word.ts'
import { TalkTables } from './talk-tables.ts'

export type ArchiveParts = ReturnType<typeof archiveParts>

export function archiveParts(ctx: DurableObjectState, env: Env) {
  const { sql } = ctx.storage
  const tables = new ArchiveTables(sql)
  const people = new PeopleTables(sql)
  const talks = new TalkTables(sql)
  const heard = new HeardTables(sql)
  const messages = new MessageTables(sql)
  const door = new Doorkeeper(tables, people)
  const room = new RoomWord(ctx, env)
  const register = new Register({ tables, people, talks, door })
  const revocations = new CredentialRevocations(people, (credential) => revokeCredential(env, credential))
  const demolition: Demolition = new Demolition({
    ...{ ctx, env, tables, talks, people, messages },
    headcount: () => room.headcount(),
    empty: () => room.destroyed(),
    silence: () => keepsakes.silence(),
    revoke: () => revocations.run(),
  })
  const keepsakes: Keepsakes = new Keepsakes({
    ...{ ctx, env, tables, talks, heard, people, messages, door },
    nextDeadlineMs: () => Math.min(demolition.nextMs(), revocations.nextMs()),
    deliver: (entries) => ctx.waitUntil(room.deliver(entries)),
    tell: (news) => ctx.waitUntil(room.tell(news)),
  })
  return { tables, people, messages, door, room, register, revocations, demolition, keepsakes }
}
