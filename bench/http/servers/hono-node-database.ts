/**
 * Rooms, links, clips and logs of the reference, in one SQLite file. Durable as Earshot's are: an answer is sent when what
 * it tells of has been flushed to the disk.
 */

import { DatabaseSync } from 'node:sqlite'

export interface NewRoom {
  id: string
  name: string | null
  maxSpeakers: number
  keepTalk: boolean
}

export interface Link {
  role: string
  secretHash: string
}

export type Database = ReturnType<typeof openDatabase>

const TABLES = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE rooms (id TEXT PRIMARY KEY, name TEXT, max_speakers INTEGER, keep_talk INTEGER, created_at_ms INTEGER) STRICT;
  CREATE TABLE links (room TEXT, role TEXT, secret_hash TEXT) STRICT;
  CREATE INDEX links_of_room ON links (room);
  CREATE TABLE bans (room TEXT, person TEXT, PRIMARY KEY (room, person)) STRICT;
  CREATE TABLE clips (id TEXT PRIMARY KEY, room TEXT, person TEXT, started_at_ms INTEGER, duration_ms INTEGER) STRICT;
  CREATE INDEX clips_of_room ON clips (room, started_at_ms DESC, id DESC);
  CREATE TABLE entries (room TEXT, number INTEGER, entry TEXT, PRIMARY KEY (room, number)) STRICT;
`

export function openDatabase(file: string) {
  const database = new DatabaseSync(file)
  database.exec(TABLES)
  const insertRoom = database.prepare('INSERT INTO rooms VALUES (?, ?, ?, ?, ?)')
  const insertLink = database.prepare('INSERT INTO links VALUES (?, ?, ?)')
  const findRoom = database.prepare('SELECT id, name FROM rooms WHERE id = ?')
  const findLinks = database.prepare('SELECT role, secret_hash AS secretHash FROM links WHERE room = ?')
  const findBan = database.prepare('SELECT 1 FROM bans WHERE room = ? AND person = ?')
  const listClips = database.prepare('SELECT * FROM clips WHERE room = ? ORDER BY started_at_ms DESC, id DESC LIMIT ?')
  const listEntries = database.prepare(
    'SELECT entry FROM entries WHERE room = ? AND number < ? ORDER BY number DESC LIMIT ?',
  )
  return {
    addRoom({ id, name, maxSpeakers, keepTalk }: NewRoom, links: readonly Link[]): void {
      database.exec('BEGIN')
      insertRoom.run(id, name, maxSpeakers, Number(keepTalk), Date.now())
      for (const { role, secretHash } of links) insertLink.run(id, role, secretHash)
      database.exec('COMMIT')
    },
    room: (id: string) => findRoom.get(id) as Pick<NewRoom, 'id' | 'name'> | undefined,
    links: (room: string) => findLinks.all(room) as unknown as Link[],
    isBanned: (room: string, person: string) => findBan.get(room, person) !== undefined,
    clips: (room: string, limit: number) => listClips.all(room, limit),
    entries: (room: string, before: number, limit: number) =>
      listEntries
        .all(room, before, limit)
        .map(({ entry }) => JSON.parse(entry as string))
        .reverse(),
  }
}
