/**
 * The Archive's tables: the only SQL on a room's own storage. Every method is one question or one change, synchronous.
 */

import type { SessionRecord } from '../src/archive/admission.ts'
import type { AppendRequest, Consequence } from '../src/archive/log.ts'
import type { Entry, RoomSettings } from '../src/protocol/room-message.ts'

/** Applied in order, each once; never edited after release. */
const MIGRATIONS = [
  `CREATE TABLE room (
     id TEXT PRIMARY KEY, name TEXT, created_at_ms INTEGER NOT NULL,
     locked INTEGER NOT NULL DEFAULT 0, last_member INTEGER NOT NULL DEFAULT 0
   );
   CREATE TABLE sessions (
     session TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, person TEXT NOT NULL,
     seen_at_ms INTEGER NOT NULL, left_at_ms INTEGER
   );
   CREATE INDEX sessions_by_person ON sessions (person);
   CREATE TABLE standings (
     person TEXT PRIMARY KEY, banned INTEGER NOT NULL DEFAULT 0, silenced INTEGER NOT NULL DEFAULT 0
   );
   CREATE TABLE entries (
     number INTEGER PRIMARY KEY, person TEXT NOT NULL, client_id TEXT NOT NULL, entry TEXT NOT NULL,
     UNIQUE (person, client_id)
   );`,
  'ALTER TABLE room ADD COLUMN max_speakers INTEGER NOT NULL DEFAULT 4',
]

export interface NewRoom {
  room: string
  name: string | null
  maxSpeakers: number
  createdAtMs: number
}

export class ArchiveTables {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    this.#migrate()
  }

  createRoom({ room, name, maxSpeakers, createdAtMs }: NewRoom): void {
    this.#sql.exec(
      'INSERT INTO room (id, name, max_speakers, created_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      room,
      name,
      maxSpeakers,
      createdAtMs,
    )
  }

  /** The one room of this archive; undefined before it is created. */
  room(): RoomSettings | undefined {
    const row = this.#first<Omit<RoomSettings, 'locked'> & { locked: number }>(
      'SELECT id, name, locked, max_speakers AS maxSpeakers FROM room',
    )
    return row && { ...row, locked: row.locked === 1 }
  }

  session(session: string): SessionRecord | undefined {
    return this.#first<SessionRecord & Row>('SELECT number, person FROM sessions WHERE session = ?', session)
  }

  hasSessionOf(person: string): boolean {
    return this.#first('SELECT 1 FROM sessions WHERE person = ?', person) !== undefined
  }

  holdsNumber(number: number): boolean {
    return this.#first('SELECT 1 FROM sessions WHERE number = ?', number) !== undefined
  }

  /** The number given out last; 0 before the first. */
  lastMemberNumber(): number {
    return this.#first<{ last_member: number }>('SELECT last_member FROM room')?.last_member ?? 0
  }

  /** Writes a session that is in the room now, new or known. */
  keepSession(session: string, { number, person }: SessionRecord, nowMs: number): void {
    const { rowsWritten } = this.#sql.exec(
      'UPDATE sessions SET seen_at_ms = ?, left_at_ms = NULL WHERE session = ?',
      nowMs,
      session,
    )
    if (rowsWritten > 0) return
    this.#sql.exec(
      'INSERT INTO sessions (session, number, person, seen_at_ms) VALUES (?, ?, ?, ?)',
      session,
      number,
      person,
      nowMs,
    )
    this.#sql.exec('UPDATE room SET last_member = ?', number)
  }

  markLeft(session: string, nowMs: number): void {
    this.#sql.exec('UPDATE sessions SET left_at_ms = ? WHERE session = ?', nowMs, session)
  }

  /** Forgets sessions that left before one moment, and those last seen before another. */
  forgetSessions(leftBeforeMs: number, seenBeforeMs: number): void {
    this.#sql.exec('DELETE FROM sessions WHERE left_at_ms < ? OR seen_at_ms < ?', leftBeforeMs, seenBeforeMs)
  }

  /** What moderators have decided about a person. */
  standing(person: string): { banned: boolean; silenced: boolean } {
    const row = this.#first<{ banned: number; silenced: number }>(
      'SELECT banned, silenced FROM standings WHERE person = ?',
      person,
    )
    return { banned: row?.banned === 1, silenced: row?.silenced === 1 }
  }

  apply(consequence: Consequence): void {
    switch (consequence.set) {
      case 'locked':
        this.#sql.exec('UPDATE room SET locked = ?', Number(consequence.locked))
        return
      case 'silenced':
        this.#setStanding('silenced', consequence.person, consequence.silenced)
        return
      case 'banned':
        this.#setStanding('banned', consequence.person, true)
        return
      default:
        consequence satisfies never
    }
  }

  /** 0 while the log is empty. */
  lastEntryNumber(): number {
    return this.#first<{ last: number | null }>('SELECT MAX(number) AS last FROM entries')?.last ?? 0
  }

  entryOfClient(person: string, clientId: string): Entry | undefined {
    return this.#entries('WHERE person = ? AND client_id = ?', person, clientId)[0]
  }

  /** Ascending, from `number` on. */
  entriesFrom(number: number): Entry[] {
    return this.#entries('WHERE number >= ? ORDER BY number', number)
  }

  /** The newest `limit` entries below `number`, ascending. */
  entriesBefore(number: number, limit: number): Entry[] {
    return this.#entries('WHERE number < ? ORDER BY number DESC LIMIT ?', number, limit).reverse()
  }

  keepEntry(entry: Entry, { by, id }: AppendRequest): void {
    this.#sql.exec(
      'INSERT INTO entries (number, person, client_id, entry) VALUES (?, ?, ?, ?)',
      entry.number,
      by.person,
      id,
      JSON.stringify(entry),
    )
  }

  #setStanding(column: 'banned' | 'silenced', person: string, value: boolean): void {
    this.#sql.exec(
      `INSERT INTO standings (person, ${column}) VALUES (?, ?) ON CONFLICT DO UPDATE SET ${column} = excluded.${column}`,
      person,
      Number(value),
    )
  }

  #entries(where: string, ...bindings: SqlStorageValue[]): Entry[] {
    const rows = this.#sql.exec<{ entry: string }>(`SELECT entry FROM entries ${where}`, ...bindings).toArray()
    return rows.map((row) => JSON.parse(row.entry))
  }

  #first<T extends Row = Row>(query: string, ...bindings: SqlStorageValue[]): T | undefined {
    return this.#sql.exec<T>(query, ...bindings).toArray()[0]
  }

  #migrate(): void {
    this.#sql.exec('CREATE TABLE IF NOT EXISTS migrations (applied INTEGER NOT NULL)')
    const applied = this.#first<{ count: number }>('SELECT COUNT(*) AS count FROM migrations')?.count ?? 0
    for (const migration of MIGRATIONS.slice(applied)) {
      this.#sql.exec(migration)
      this.#sql.exec('INSERT INTO migrations (applied) VALUES (?)', Date.now())
    }
  }
}

type Row = Record<string, SqlStorageValue>
