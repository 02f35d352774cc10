/**
 * The Upload's tables: one upload and its bytes, the only SQL on its storage. Every method is one question or one change,
 * synchronous. There are none until there is an upload: who asks for one that never was leaves nothing behind.
 */

import type { StoredState, StoredUpload } from '../src/tus/stored-upload.ts'
import type { UploadKind } from '../src/tus/upload.ts'

/** Pieces at or behind `offset_bytes` do not count: their checksum has not matched yet, and may never. */
const TABLES = `
  CREATE TABLE upload (
    id TEXT PRIMARY KEY, room TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    clip TEXT NOT NULL, kind TEXT NOT NULL, parts TEXT NOT NULL, concat TEXT NOT NULL,
    metadata TEXT NOT NULL, facts TEXT NOT NULL,
    length_bytes INTEGER, offset_bytes INTEGER NOT NULL, state TEXT NOT NULL, started_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL, ends_at_ms INTEGER NOT NULL, due_at_ms INTEGER, attempts INTEGER NOT NULL,
    crashes INTEGER NOT NULL, failing_since_ms INTEGER, fault TEXT, multipart TEXT, file TEXT, entry INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE pieces (at_byte INTEGER PRIMARY KEY, bytes BLOB NOT NULL);`

export class UploadTables {
  readonly #sql: SqlStorage
  #areThere: boolean

  constructor(sql: SqlStorage) {
    this.#sql = sql
    this.#areThere = sql.exec(`SELECT 1 FROM sqlite_master WHERE name = 'upload'`).toArray().length > 0
  }

  upload(): StoredUpload | undefined {
    if (!this.#areThere) return undefined
    const [row] = this.#sql.exec<UploadRow & Row>('SELECT * FROM upload').toArray()
    return row && uploadOf(row)
  }

  keep(upload: StoredUpload): void {
    if (!this.#areThere) this.#sql.exec(TABLES)
    this.#areThere = true
    const { room, by, role, clip, kind, parts, concat, metadata, facts, lengthBytes, offsetBytes, state } = upload
    const { startedAtMs, expiresAtMs, endsAtMs, dueAtMs, attempts, crashes, failingSinceMs } = upload
    const { fault, multipart, file, entry } = upload
    this.#sql.exec(
      `INSERT OR REPLACE INTO upload (id, room, person, name, role, clip, kind, parts, concat, metadata, facts, length_bytes,
         offset_bytes, state, started_at_ms, expires_at_ms, ends_at_ms, due_at_ms, attempts, crashes, failing_since_ms,
         fault, multipart, file, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      upload.upload,
      room,
      by.person,
      by.name,
      role,
      clip,
      kind,
      JSON.stringify(parts),
      concat,
      metadata,
      JSON.stringify(facts),
      lengthBytes,
      offsetBytes,
      state,
      startedAtMs,
      expiresAtMs,
      endsAtMs,
      dueAtMs,
      attempts,
      crashes,
      failingSinceMs,
      fault,
      multipart,
      file && JSON.stringify(file),
      entry,
    )
  }

  keepPiece(atByte: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#sql.exec('INSERT OR REPLACE INTO pieces (at_byte, bytes) VALUES (?, ?)', atByte, bytes)
  }

  /** The bytes at and behind this one, as far as they lie in one piece. */
  pieceAt(atByte: number): Uint8Array<ArrayBuffer> | undefined {
    const query = 'SELECT at_byte, bytes FROM pieces WHERE at_byte <= ? ORDER BY at_byte DESC LIMIT 1'
    const [row] = this.#sql.exec<{ at_byte: number; bytes: ArrayBuffer }>(query, atByte).toArray()
    return row && new Uint8Array(row.bytes).subarray(atByte - row.at_byte)
  }

  dropPiecesFrom(atByte: number): void {
    this.#sql.exec('DELETE FROM pieces WHERE at_byte >= ?', atByte)
  }

  /** The storage has been emptied under it. */
  forget(): void {
    this.#areThere = false
  }
}

type Row = Record<string, SqlStorageValue>

interface UploadRow {
  id: string
  room: string
  person: string
  name: string
  role: string
  clip: string
  kind: string
  parts: string
  concat: string
  metadata: string
  facts: string
  length_bytes: number | null
  offset_bytes: number
  state: string
  started_at_ms: number
  expires_at_ms: number
  ends_at_ms: number
  due_at_ms: number | null
  attempts: number
  crashes: number
  failing_since_ms: number | null
  fault: string | null
  multipart: string | null
  file: string | null
  entry: number | null
}

function uploadOf(row: UploadRow): StoredUpload {
  return {
    upload: row.id,
    room: row.room,
    by: { person: row.person, name: row.name },
    role: row.role as StoredUpload['role'],
    clip: row.clip,
    kind: row.kind as UploadKind,
    parts: JSON.parse(row.parts),
    concat: row.concat,
    metadata: row.metadata,
    facts: JSON.parse(row.facts),
    lengthBytes: row.length_bytes,
    offsetBytes: row.offset_bytes,
    state: row.state as StoredState,
    startedAtMs: row.started_at_ms,
    expiresAtMs: row.expires_at_ms,
    endsAtMs: row.ends_at_ms,
    dueAtMs: row.due_at_ms,
    attempts: row.attempts,
    crashes: row.crashes,
    failingSinceMs: row.failing_since_ms,
    fault: row.fault,
    multipart: row.multipart,
    file: row.file === null ? null : JSON.parse(row.file),
    entry: row.entry,
  }
}
