/** What everything that keeps or forgets talk works with: the Archive's storage and tables, and its word to the room. */

import type { Entry } from '../src/protocol/room-message.ts'
import type { ClipNews } from '../src/room/lists.ts'
import type { ArchiveTables } from './archive-tables.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import type { HeardTables } from './heard-tables.ts'
import type { MessageTables } from './message-tables.ts'
import type { PeopleTables } from './people-tables.ts'
import type { TalkTables } from './talk-tables.ts'

export interface KeepingParts {
  ctx: DurableObjectState
  env: Env
  tables: ArchiveTables
  talks: TalkTables
  heard: HeardTables
  people: PeopleTables
  messages: MessageTables
  door: Doorkeeper
  /** When the alarm has to ring for something else than talk; never: infinity. */
  nextDeadlineMs(): number
  /** Pushes entries of the log to the room. */
  deliver(entries: Entry[]): void
  /** Has the room tell everybody. */
  tell(news: ClipNews): void
}
