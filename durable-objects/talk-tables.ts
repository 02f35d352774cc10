/**
 * The Archive's tables of talk: sessions that are kept, talks on their way to being clips, their packets.
 * Every method is one question or one change, synchronous. The tables themselves are made in archive-schema.ts.
 */

import type { OutboxFailure } from '../src/archive/clip-answers.ts'
import type { StoredTalk, TalkState } from '../src/archive/stored-talk.ts'

/** A session of which something is kept, or may be. */
export interface Talker {
  session: string
  person: string
  name: string
  member: number
  /** When its slot 0 was, by the newest live packets; null before there were any. */
  beganAtMs: number | null
}

/** Talks that are clips, or on their way there and complete: what the days of a room count for. */
const CLIPS = ['sealed', 'stored', 'indexed', 'announced'] as const satisfies readonly TalkState[]
const UNFINISHED = ['open', 'sealed', 'stored', 'indexed', 'forgetting'] as const satisfies readonly TalkState[]

/** One search of the index talks_by_state for each state, where asking for several at once would look at all their talks. */
const inEach = (states: readonly TalkState[], query: (state: TalkState) => string): string =>
  states.map((state) => `SELECT * FROM (${query(state)})`).join(' UNION ALL ')

const OLDEST_CLIP = `SELECT MIN(at) AS at FROM (${inEach(
  CLIPS,
  (state) => `SELECT MIN(started_at_ms) AS at FROM talks WHERE state = '${state}'`,
)})`
const CLIPS_BEFORE = `${inEach(
  CLIPS,
  (state) => `SELECT * FROM talks WHERE state = '${state}' AND started_at_ms < ?1 ORDER BY started_at_ms LIMIT ?2`,
)} ORDER BY started_at_ms LIMIT ?2`

export class TalkTables {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  talker(session: string): Talker | undefined {
    return this.#first<Talker & Row>(
      'SELECT session, person, name, member, began_at_ms AS beganAtMs FROM talkers WHERE session = ?',
      session,
    )
  }

  keepTalker({ session, person, name, member, beganAtMs }: Talker, nowMs: number): void {
    this.#sql.exec(
      `INSERT INTO talkers (session, person, name, member, began_at_ms, seen_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT DO UPDATE SET name = ?3, member = ?4, began_at_ms = COALESCE(?5, began_at_ms), seen_at_ms = ?6`,
      session,
      person,
      name,
      member,
      beganAtMs,
      nowMs,
    )
  }

  forgetTalkers(seenBeforeMs: number): void {
    this.#sql.exec('DELETE FROM talkers WHERE seen_at_ms < ?', seenBeforeMs)
  }

  talk(clip: string): StoredTalk | undefined {
    return this.#talks('WHERE clip = ?', clip)[0]
  }

  /** Talks of a session that take packets, and the others that reach into these slots. */
  talksAround(session: string, { from, to }: { from: number; to: number }): StoredTalk[] {
    const where = `WHERE session = ? AND first_slot <= ? AND end_slot >= ? AND state <> 'open'`
    return [...this.openTalksOf(session), ...this.#talks(where, session, to, from)]
  }

  openTalksOf(session: string): StoredTalk[] {
    return this.#talks(`WHERE session = ? AND state = 'open'`, session)
  }

  openTalks(): StoredTalk[] {
    return this.#talks(`WHERE state = 'open' ORDER BY started_at_ms`)
  }

  unfinishedTalks(): StoredTalk[] {
    return this.#talks(`WHERE state IN (${UNFINISHED.map((state) => `'${state}'`)}) ORDER BY started_at_ms`)
  }

  dueTalks(nowMs: number, limit: number): StoredTalk[] {
    return this.#talks('WHERE due_at_ms <= ? ORDER BY due_at_ms LIMIT ?', nowMs, limit)
  }

  nextDueMs(): number | undefined {
    const query = 'SELECT MIN(due_at_ms) AS at FROM talks WHERE due_at_ms IS NOT NULL' // or no index is used
    return this.#first<{ at: number | null }>(query)?.at ?? undefined
  }

  /** Clips that were said before a moment, the oldest first. */
  clipsBefore(startedBeforeMs: number, limit: number): StoredTalk[] {
    return this.#sql.exec<TalkRow & Row>(CLIPS_BEFORE, startedBeforeMs, limit).toArray().map(talkOf)
  }

  oldestClipAtMs(): number | undefined {
    return this.#first<{ at: number | null }>(OLDEST_CLIP)?.at ?? undefined
  }

  /** Where the audio of every clip is that has ever been stored, or would be; a page behind `clip`, in the order of ids. */
  whereabouts(
    clip: string,
    limit: number,
  ): { clip: string; person: string; startedAtMs: number; key: string | null }[] {
    const query = `SELECT clip, person, started_at_ms AS startedAtMs, object_key AS key FROM talks
      WHERE clip > ? ORDER BY clip LIMIT ?`
    return this.#sql
      .exec<{ clip: string; person: string; startedAtMs: number; key: string | null }>(query, clip, limit)
      .toArray()
  }

  keepTalk(talk: StoredTalk): void {
    const { clip, session, by, member, state, firstSlot, endSlot, runs, bytes, ended, continues, startedAtMs } = talk
    const { arrivedAtMs, dueAtMs, attempts, failingSinceMs, failure, made, entry, receipt } = talk
    this.#sql.exec(
      `INSERT OR REPLACE INTO talks (clip, session, person, name, member, state, first_slot, end_slot, runs, bytes, ended,
         continues, started_at_ms, arrived_at_ms, due_at_ms, attempts, failing_since_ms, failure, clip_json, checksum,
         object_key, entry, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      clip,
      session,
      by.person,
      by.name,
      member,
      state,
      firstSlot,
      endSlot,
      JSON.stringify(runs),
      bytes,
      Number(ended),
      continues,
      startedAtMs,
      arrivedAtMs,
      dueAtMs,
      attempts,
      failingSinceMs,
      failure,
      made && JSON.stringify(made.clip),
      made?.checksum ?? null,
      made?.key ?? null,
      entry,
      receipt && JSON.stringify(receipt),
    )
  }

  /** What changes with every second of talk. Its due time only ever moves ahead: whoever is early looks again. */
  growTalk({ clip, firstSlot, endSlot, runs, bytes, ended, startedAtMs, arrivedAtMs, dueAtMs }: StoredTalk): void {
    this.#sql.exec(
      `UPDATE talks SET first_slot = ?2, end_slot = ?3, runs = ?4, bytes = ?5, ended = ?6, started_at_ms = ?7,
         arrived_at_ms = ?8 WHERE clip = ?1`,
      clip,
      firstSlot,
      endSlot,
      JSON.stringify(runs),
      bytes,
      Number(ended),
      startedAtMs,
      arrivedAtMs,
    )
    this.#sql.exec('UPDATE talks SET due_at_ms = ?2 WHERE clip = ?1 AND due_at_ms > ?2', clip, dueAtMs)
  }

  addChunk(clip: string, bytes: Uint8Array): void {
    this.#sql.exec('INSERT INTO chunks (clip, bytes) VALUES (?, ?)', clip, bytes)
  }

  /** The first chunk behind another, 0 for none; chunks come in the order of their numbers. */
  chunkBehind(clip: string, number: number): { number: number; bytes: Uint8Array } | undefined {
    const query = 'SELECT number, bytes FROM chunks WHERE clip = ? AND number > ? ORDER BY number LIMIT 1'
    const row = this.#first<{ number: number; bytes: ArrayBuffer }>(query, clip, number)
    return row && { number: row.number, bytes: new Uint8Array(row.bytes) }
  }

  /** In the order in which they came. */
  chunks(clip: string): Uint8Array[] {
    const rows = this.#sql.exec<{ bytes: ArrayBuffer }>('SELECT bytes FROM chunks WHERE clip = ? ORDER BY number', clip)
    return rows.toArray().map(({ bytes }) => new Uint8Array(bytes))
  }

  dropChunks(clip: string): void {
    this.#sql.exec('DELETE FROM chunks WHERE clip = ?', clip)
  }

  #talks(where: string, ...bindings: SqlStorageValue[]): StoredTalk[] {
    return this.#sql
      .exec<TalkRow & Row>(`SELECT * FROM talks ${where}`, ...bindings)
      .toArray()
      .map(talkOf)
  }

  #first<T extends Row>(query: string, ...bindings: SqlStorageValue[]): T | undefined {
    return this.#sql.exec<T>(query, ...bindings).toArray()[0]
  }
}

type Row = Record<string, SqlStorageValue>

interface TalkRow {
  clip: string
  session: string
  person: string
  name: string
  member: number
  state: string
  first_slot: number
  end_slot: number
  runs: string
  bytes: number
  ended: number
  continues: string | null
  started_at_ms: number
  arrived_at_ms: number
  due_at_ms: number | null
  attempts: number
  failing_since_ms: number | null
  failure: string | null
  clip_json: string | null
  checksum: string | null
  object_key: string | null
  entry: number | null
  receipt: string | null
}

function talkOf(row: TalkRow): StoredTalk {
  const { clip_json, checksum, object_key } = row
  const isMade = clip_json !== null && checksum !== null && object_key !== null
  return {
    clip: row.clip,
    session: row.session,
    by: { person: row.person, name: row.name },
    member: row.member,
    state: row.state as TalkState,
    sealed: row.state !== 'open',
    firstSlot: row.first_slot,
    endSlot: row.end_slot,
    runs: JSON.parse(row.runs),
    bytes: row.bytes,
    ended: row.ended === 1,
    continues: row.continues,
    startedAtMs: row.started_at_ms,
    arrivedAtMs: row.arrived_at_ms,
    dueAtMs: row.due_at_ms,
    attempts: row.attempts,
    failingSinceMs: row.failing_since_ms,
    failure: row.failure as OutboxFailure | null,
    made: isMade ? { clip: JSON.parse(clip_json), checksum, key: object_key } : null,
    entry: row.entry,
    receipt: row.receipt === null ? null : JSON.parse(row.receipt),
  }
}
