/**
 * The Archive's tables of voice messages: uploads that were begun, and messages that burn with how many are still to hear them.
 * Every method is one question or one change, synchronous. The tables themselves are made in archive-schema.ts.
 */

import {
  type KnownUpload,
  MESSAGE_KNOWN_MS,
  UNFINISHED_KNOWN_MS,
  UNMADE_KNOWN_MS,
  type UnderWay,
} from '../src/archive/messages.ts'
import type { UploadKind } from '../src/tus/upload.ts'

/** An upload that was begun for this room. */
export interface BegunUpload {
  upload: string
  person: string
  /** The sender's own id of it. */
  message: string | null
  clip: string
  kind: UploadKind
  /** What it counts as while it is unfinished. */
  bytes: number
}

export class MessageTables {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  uploadOf(person: string, message: string): BegunUpload | undefined {
    const query = 'SELECT upload, person, message, clip, kind, bytes FROM uploads WHERE person = ? AND message = ?'
    return this.#sql.exec<BegunUpload & Row>(query, person, message).toArray()[0]
  }

  /** Its object has not been made yet. */
  keepUpload({ upload, person, message, clip, kind, bytes }: BegunUpload, nowMs: number): void {
    this.#sql.exec(
      `INSERT INTO uploads (upload, person, message, clip, kind, bytes, begun_at_ms, made) VALUES (?, ?, ?, ?, ?, ?, ?, 0)
       ON CONFLICT DO NOTHING`,
      upload,
      person,
      message,
      clip,
      kind,
      bytes,
      nowMs,
    )
  }

  /** Those of a person's uploads that have become nothing yet. */
  unfinishedOf(person: string): string[] {
    return this.#uploads('WHERE person = ? AND done = 0', person)
  }

  /** All that have become nothing yet, everybody's. */
  underWay(): UnderWay {
    const query = 'SELECT COUNT(*) AS uploads, IFNULL(SUM(bytes), 0) AS bytes FROM uploads WHERE done = 0'
    return this.#sql.exec<UnderWay & Row>(query).one()
  }

  /** Undefined: none of this id was begun, or it has come to nothing. */
  known(upload: string): KnownUpload | undefined {
    const query = 'SELECT kind, bytes, done FROM uploads WHERE upload = ?'
    const [row] = this.#sql.exec<Pick<BegunUpload, 'kind' | 'bytes'> & { done: number } & Row>(query, upload).toArray()
    return row && { kind: row.kind, bytes: row.bytes, isDone: row.done === 1 }
  }

  /** Its object is there, and tells when it ends. It counts as so many bytes, and never as fewer than before. */
  count(upload: string, bytes: number): void {
    this.#sql.exec('UPDATE uploads SET made = 1, bytes = MAX(bytes, ?) WHERE upload = ?', bytes, upload)
  }

  /** It is a message: it stays known, so that sending it again is the same. False: it was not known. */
  markDone(upload: string): boolean {
    return this.#sql.exec('UPDATE uploads SET done = 1 WHERE upload = ? RETURNING upload', upload).toArray().length > 0
  }

  dropUnmade(upload: string): void {
    this.#sql.exec('DELETE FROM uploads WHERE upload = ? AND done = 0 AND made = 0', upload)
  }

  /** It becomes nothing any more. */
  dropUnfinished(upload: string): void {
    this.#sql.exec('DELETE FROM uploads WHERE upload = ? AND done = 0', upload)
  }

  /** Messages of long ago, and what was begun and came to nothing without a word. */
  forgetUploads(nowMs: number): void {
    this.#sql.exec('DELETE FROM uploads WHERE begun_at_ms < ?', nowMs - MESSAGE_KNOWN_MS)
    this.#sql.exec(
      'DELETE FROM uploads WHERE done = 0 AND (begun_at_ms < ? OR made = 0 AND begun_at_ms < ?)',
      nowMs - UNFINISHED_KNOWN_MS,
      nowMs - UNMADE_KNOWN_MS,
    )
  }

  /** Any of them, so many at the most. */
  uploads(limit: number): string[] {
    return this.#uploads('LIMIT ?', limit)
  }

  dropUpload(upload: string): void {
    this.#sql.exec('DELETE FROM uploads WHERE upload = ?', upload)
  }

  /**
   * This clip burns at that moment, or once everybody has had it who has been here by now, but its author and who is kept
   * out. They are counted, and a row is written for each who is kept out alone: a room knows thousands, and bans few.
   */
  keepBurning(clip: string, author: string, atMs: number, nowMs: number): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO spared (clip, person) SELECT ?, person FROM standings WHERE banned = 1',
      clip,
    )
    this.#sql.exec(
      `INSERT OR REPLACE INTO burning (clip, at_ms, told_at_ms, awaited) SELECT ?1, ?2, ?3, COUNT(*) FROM people
       WHERE person <> ?4 AND first_seen_at_ms < ?3 AND person NOT IN (SELECT person FROM spared WHERE clip = ?1)`,
      clip,
      atMs,
      nowMs,
      author,
    )
  }

  burnAt(clip: string, atMs: number): void {
    this.#sql.exec('UPDATE burning SET at_ms = ? WHERE clip = ?', atMs, clip)
  }

  burnsAtMs(clip: string): number | undefined {
    return this.#sql.exec<{ at_ms: number }>('SELECT at_ms FROM burning WHERE clip = ?', clip).toArray()[0]?.at_ms
  }

  /** Somebody has had it, for the first time. Whether they were still to hear it, and nobody is now. */
  noLongerAwait(clip: string, person: string): boolean {
    const query = `UPDATE burning SET awaited = awaited - 1 WHERE clip = ?1 AND awaited > 0
      AND told_at_ms > (SELECT first_seen_at_ms FROM people WHERE person = ?2)
      AND NOT EXISTS (SELECT 1 FROM spared WHERE clip = ?1 AND person = ?2) RETURNING awaited`
    return this.#sql.exec<{ awaited: number }>(query, clip, person).toArray()[0]?.awaited === 0
  }

  burnt(nowMs: number, limit: number): string[] {
    return this.#sql
      .exec<{ clip: string }>('SELECT clip FROM burning WHERE at_ms <= ? ORDER BY at_ms LIMIT ?', nowMs, limit)
      .toArray()
      .map(({ clip }) => clip)
  }

  nextBurnMs(): number | undefined {
    return this.#sql.exec<{ at: number | null }>('SELECT MIN(at_ms) AS at FROM burning').one().at ?? undefined
  }

  #uploads(where: string, ...bindings: SqlStorageValue[]): string[] {
    const rows = this.#sql.exec<{ upload: string }>(`SELECT upload FROM uploads ${where}`, ...bindings).toArray()
    return rows.map(({ upload }) => upload)
  }

  dropBurning(clip: string): void {
    this.#sql.exec('DELETE FROM burning WHERE clip = ?', clip)
    this.#sql.exec('DELETE FROM spared WHERE clip = ?', clip)
  }
}

type Row = Record<string, SqlStorageValue>
