/**
 * The Archive's table of who has heard which clip, and how far. Every method is one question or one change, synchronous.
 * The table itself is made in archive-schema.ts.
 */

import type { Listener } from '../src/archive/clip-answers.ts'
import type { Person } from '../src/protocol/fields.ts'

export class HeardTables {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** `uptoMs` null: all of it. False when this person was known to have heard as much. */
  add(clip: string, { person, name }: Person, uptoMs: number | null): boolean {
    return (
      this.#sql.exec(
        `INSERT INTO heard (clip, person, name, upto_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET name = ?3, upto_ms = ?4 WHERE upto_ms < IFNULL(?4, ${Number.MAX_SAFE_INTEGER})`,
        clip,
        person,
        name,
        uptoMs,
      ).rowsWritten > 0
    )
  }

  by(clip: string): Listener[] {
    const query = 'SELECT person, name, upto_ms FROM heard WHERE clip = ?'
    const rows = this.#sql.exec<Person & Row & { upto_ms: number | null }>(query, clip).toArray()
    return rows.map(({ person, name, upto_ms: uptoMs }) => ({ person, name, ...(uptoMs === null ? {} : { uptoMs }) }))
  }

  hasHeard(clip: string, person: string): boolean {
    return this.#sql.exec('SELECT 1 FROM heard WHERE clip = ? AND person = ?', clip, person).toArray().length > 0
  }

  /** The first time counts: false, where this is another. */
  markBurnt(clip: string, person: string, nowMs: number): boolean {
    const query = 'UPDATE heard SET burnt_at_ms = ? WHERE clip = ? AND person = ? AND burnt_at_ms IS NULL'
    return this.#sql.exec(query, nowMs, clip, person).rowsWritten > 0
  }

  burntAtMs(clip: string, person: string): number | undefined {
    const query = 'SELECT burnt_at_ms AS at FROM heard WHERE clip = ? AND person = ?'
    return this.#sql.exec<{ at: number | null }>(query, clip, person).toArray()[0]?.at ?? undefined
  }

  drop(clip: string): void {
    this.#sql.exec('DELETE FROM heard WHERE clip = ?', clip)
  }
}

type Row = Record<string, SqlStorageValue>
