/**
 * The Archive's tables: the only SQL on a room's own storage. Every method is one question or one change, synchronous.
 */

import type { SessionRecord } from '../src/archive/admission.ts'
import type { Entry, RoomSettings } from '../src/protocol/room-message.ts'
import { bringUpToDate } from './archive-schema.ts'

export interface NewRoom {
  room: string
  name: string | null
  maxSpeakers: number
  keepTalk: boolean
  keepDays: number | null
  createdAtMs: number
}

export class ArchiveTables {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    bringUpToDate(sql, Date.now())
  }

  createRoom({ room, name, maxSpeakers, keepTalk, keepDays, createdAtMs }: NewRoom): void {
    this.#sql.exec(
      `INSERT INTO room (id, name, max_speakers, keep_talk, keep_days, created_at_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      room,
      name,
      maxSpeakers,
      Number(keepTalk),
      keepDays,
      createdAtMs,
    )
  }

  /** The one room of this archive; undefined before it is created, and once it is destroyed. */
  room(): RoomSettings | undefined {
    const row = this.#first<Omit<RoomSettings, 'locked' | 'keepTalk'> & { locked: number; keepTalk: number }>(
      `SELECT id, name, locked, max_speakers AS maxSpeakers, keep_talk AS keepTalk, keep_days AS keepDays FROM room
       WHERE destroyed = 0`,
    )
    return row && { ...row, locked: row.locked === 1, keepTalk: row.keepTalk === 1 }
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
  keepSession(
    session: string,
    { number, person, address }: SessionRecord & { address: string | null },
    nowMs: number,
  ): void {
    this.markJoined(nowMs)
    const { rowsWritten } = this.#sql.exec(
      'UPDATE sessions SET seen_at_ms = ?, address = ?, left_at_ms = NULL WHERE session = ?',
      nowMs,
      address,
      session,
    )
    if (rowsWritten > 0) return
    this.#sql.exec(
      'INSERT INTO sessions (session, number, person, address, seen_at_ms) VALUES (?, ?, ?, ?, ?)',
      session,
      number,
      person,
      address,
      nowMs,
    )
    this.#sql.exec('UPDATE room SET last_member = ?', number)
  }

  /** Somebody is here. */
  markJoined(nowMs: number): void {
    this.#sql.exec('UPDATE room SET joined_at_ms = ?', nowMs)
  }

  /** When somebody came in last, or else when the room was made; undefined when there is no room. */
  lastJoinedAtMs(): number | undefined {
    const query = 'SELECT COALESCE(joined_at_ms, created_at_ms) AS at FROM room WHERE destroyed = 0'
    return this.#first<{ at: number }>(query)?.at
  }

  /** From now on this is no room. What it holds is erased by and by. */
  markDestroyed(): void {
    this.#sql.exec('UPDATE room SET destroyed = 1')
  }

  isDestroyed(): boolean {
    return this.#first('SELECT 1 FROM room WHERE destroyed = 1') !== undefined
  }

  /** Makes the tables anew, empty, once everything has been erased. */
  renew(): void {
    bringUpToDate(this.#sql, Date.now())
  }

  /** Whether everybody who ever came has left, as far as the room has told. */
  hasNobody(): boolean {
    return this.#first('SELECT 1 FROM sessions WHERE left_at_ms IS NULL') === undefined
  }

  markLeft(session: string, nowMs: number): void {
    this.#sql.exec('UPDATE sessions SET left_at_ms = ? WHERE session = ?', nowMs, session)
  }

  /** Forgets sessions that left before one moment, and those last seen before another. */
  forgetSessions(leftBeforeMs: number, seenBeforeMs: number): void {
    this.#sql.exec('DELETE FROM sessions WHERE left_at_ms < ? OR seen_at_ms < ?', leftBeforeMs, seenBeforeMs)
  }

  setLocked(locked: boolean): void {
    this.#sql.exec('UPDATE room SET locked = ?', Number(locked))
  }

  /** `days` undefined: talk is kept no more, and what there is stays as long as it would have. */
  setKeeping(days: number | null | undefined): void {
    if (days === undefined) this.#sql.exec('UPDATE room SET keep_talk = 0')
    else this.#sql.exec('UPDATE room SET keep_talk = 1, keep_days = ?', days)
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

  /** `person` and `id` make it the same entry when it is asked for again. */
  keepEntry(entry: Entry, person: string, id: string): void {
    this.#sql.exec(
      'INSERT INTO entries (number, person, client_id, entry) VALUES (?, ?, ?, ?)',
      entry.number,
      person,
      id,
      JSON.stringify(entry),
    )
  }

  /** Puts another in the place of an entry: what a clip's was, once the clip has been deleted. */
  replaceEntry(entry: Entry): void {
    this.#sql.exec('UPDATE entries SET entry = ? WHERE number = ?', JSON.stringify(entry), entry.number)
  }

  entryNumbered(number: number): Entry | undefined {
    return this.#entries('WHERE number = ?', number)[0]
  }

  #entries(where: string, ...bindings: SqlStorageValue[]): Entry[] {
    const rows = this.#sql.exec<{ entry: string }>(`SELECT entry FROM entries ${where}`, ...bindings).toArray()
    return rows.map((row) => JSON.parse(row.entry))
  }

  #first<T extends Row = Row>(query: string, ...bindings: SqlStorageValue[]): T | undefined {
    return this.#sql.exec<T>(query, ...bindings).toArray()[0]
  }
}

type Row = Record<string, SqlStorageValue>
