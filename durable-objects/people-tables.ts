/**
 * The Archive's tables of people: who has been here, what moderators have decided about them, the addresses that are
 * kept out, and their credentials at TURN servers. Every method is one question or one change, synchronous. The tables
 * themselves are made in archive-schema.ts.
 */

import type { Standing } from '../src/archive/admission.ts'
import type { KnownPerson, MintedCredential } from '../src/archive/door-answers.ts'
import { UNNAMED } from '../src/protocol/fields.ts'
import { MAX_PEOPLE } from '../src/protocol/limits.ts'
import type { GivenRole, Role } from '../src/protocol/roles.ts'

/** Somebody who has been in the room, as they came last. */
export interface Visit {
  person: string
  name: string
  /** Their token's, the strongest of those that they came with. */
  role: Role
  invite: string | null
}

export type KnownVisit = Visit &
  Pick<KnownPerson, 'firstSeenAtMs' | 'lastSeenAtMs' | 'networkKeptOutUntilMs'> &
  Standing

export class PeopleTables {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Who has come as an owner or a moderator stays that, by whatever link they come later. */
  noteVisit({ person, name, role, invite }: Visit, nowMs: number): void {
    this.#sql.exec(
      `INSERT INTO people (person, name, role, invite, first_seen_at_ms, seen_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
       ON CONFLICT DO UPDATE SET name = ?2, invite = ?4, seen_at_ms = ?5,
         role = CASE WHEN role = 'owner' OR role = 'moderator' AND ?3 <> 'owner' THEN role ELSE ?3 END`,
      person,
      name,
      role,
      invite,
      nowMs,
    )
  }

  noteLeft(person: string, name: string, nowMs: number): void {
    this.#sql.exec('UPDATE people SET name = ?2, seen_at_ms = ?3 WHERE person = ?1', person, name, nowMs)
  }

  forgetPeople(seenBeforeMs: number): void {
    const spared = 'person NOT IN (SELECT person FROM standings)'
    this.#sql.exec(`DELETE FROM people WHERE seen_at_ms < ? AND ${spared}`, seenBeforeMs)
    this.#sql.exec(
      `DELETE FROM people WHERE ${spared} AND person IN
         (SELECT person FROM people ORDER BY seen_at_ms DESC LIMIT -1 OFFSET ?)`,
      MAX_PEOPLE,
    )
  }

  visit(person: string): Visit | undefined {
    const query = 'SELECT person, name, role, invite FROM people WHERE person = ?'
    return this.#sql.exec<Visit & Row>(query, person).toArray()[0]
  }

  /** As they were called when they were last here. */
  nameOf(person: string): string {
    return this.visit(person)?.name ?? UNNAMED
  }

  lastSeenAtMs(person: string): number | undefined {
    const query = 'SELECT seen_at_ms AS at FROM people WHERE person = ?'
    return this.#sql.exec<{ at: number }>(query, person).toArray()[0]?.at
  }

  /** Everybody: those who are kept out first, then whoever was seen last. */
  visits(limit: number): KnownVisit[] {
    const rows = this.#sql.exec<VisitRow>(
      `SELECT people.*, banned, silenced, standings.role AS given,
         (SELECT MAX(until_ms) FROM kept_out WHERE kept_out.person = people.person) AS until_ms
       FROM people LEFT JOIN standings USING (person)
       ORDER BY IFNULL(banned, 0) DESC, seen_at_ms DESC LIMIT ?`,
      limit,
    )
    return rows.toArray().map(({ person, name, role, invite, first_seen_at_ms, seen_at_ms, until_ms, ...standing }) => {
      const seen = { firstSeenAtMs: first_seen_at_ms, lastSeenAtMs: seen_at_ms, networkKeptOutUntilMs: until_ms }
      return { person, name, role: role as Role, invite, ...seen, ...standingOf(standing) }
    })
  }

  standing(person: string): Standing {
    const query = 'SELECT banned, silenced, role AS given FROM standings WHERE person = ?'
    return standingOf(this.#sql.exec<StandingRow>(query, person).toArray()[0])
  }

  setBanned(person: string, banned: boolean): void {
    this.#set('banned', person, Number(banned))
  }

  setSilenced(person: string, silenced: boolean): void {
    this.#set('silenced', person, Number(silenced))
  }

  /** Null: what their tokens say. */
  setRole(person: string, role: GivenRole | null): void {
    this.#set('role', person, role)
  }

  /** Keeps out whoever is new where this person's devices are, or were a little while ago. */
  keepOut(person: string, untilMs: number): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO kept_out (address, person, until_ms)
       SELECT DISTINCT address, person, ? FROM sessions WHERE person = ? AND address IS NOT NULL`,
      untilMs,
      person,
    )
  }

  /** Ends what `keepOut` began for this person's sake. */
  letIn(person: string): void {
    this.#sql.exec('DELETE FROM kept_out WHERE person = ?', person)
  }

  isKeptOut(address: string, nowMs: number): boolean {
    this.#sql.exec('DELETE FROM kept_out WHERE until_ms <= ?', nowMs)
    return this.#sql.exec('SELECT 1 FROM kept_out WHERE address = ?', address).toArray().length > 0
  }

  keepCredential({ username, person, provider, expiresAtMs }: MintedCredential, nowMs: number): void {
    this.#sql.exec('DELETE FROM turn_credentials WHERE expires_at_ms <= ?', nowMs)
    this.#sql.exec(
      'INSERT OR REPLACE INTO turn_credentials (username, person, provider, expires_at_ms) VALUES (?, ?, ?, ?)',
      username,
      person,
      provider,
      expiresAtMs,
    )
  }

  /** From `nowMs` on these are to be taken back. */
  revokeCredentials(person: string, nowMs: number): void {
    this.#sql.exec(
      'UPDATE turn_credentials SET revoke_at_ms = ? WHERE person = ? AND revoke_at_ms IS NULL',
      nowMs,
      person,
    )
  }

  /** The same of everybody's. */
  revokeAllCredentials(nowMs: number): void {
    this.#sql.exec('UPDATE turn_credentials SET revoke_at_ms = ? WHERE revoke_at_ms IS NULL', nowMs)
  }

  /** Credentials that are to be taken back by now; those that have expired are forgotten. */
  dueCredentials(nowMs: number): MintedCredential[] {
    this.#sql.exec('DELETE FROM turn_credentials WHERE expires_at_ms <= ?', nowMs)
    return this.#sql
      .exec<MintedCredential & Row>(
        `SELECT username, person, provider, expires_at_ms AS expiresAtMs FROM turn_credentials WHERE revoke_at_ms <= ?`,
        nowMs,
      )
      .toArray()
  }

  nextRevocationMs(): number | undefined {
    const query = 'SELECT MIN(revoke_at_ms) AS at FROM turn_credentials'
    return this.#sql.exec<{ at: number | null }>(query).one().at ?? undefined
  }

  retryRevocation(username: string, atMs: number): void {
    this.#sql.exec('UPDATE turn_credentials SET revoke_at_ms = ? WHERE username = ?', atMs, username)
  }

  dropCredential(username: string): void {
    this.#sql.exec('DELETE FROM turn_credentials WHERE username = ?', username)
  }

  #set(column: 'banned' | 'silenced' | 'role', person: string, value: SqlStorageValue): void {
    this.#sql.exec(
      `INSERT INTO standings (person, ${column}) VALUES (?, ?) ON CONFLICT DO UPDATE SET ${column} = excluded.${column}`,
      person,
      value,
    )
  }
}

type Row = Record<string, SqlStorageValue>

interface StandingRow extends Row {
  banned: number | null
  silenced: number | null
  given: string | null
}

interface VisitRow extends StandingRow {
  person: string
  name: string
  role: string
  invite: string | null
  first_seen_at_ms: number
  seen_at_ms: number
  until_ms: number | null
}

const standingOf = (row: StandingRow | undefined): Standing => ({
  banned: row?.banned === 1,
  silenced: row?.silenced === 1,
  given: (row?.given ?? null) as GivenRole | null,
})
