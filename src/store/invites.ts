/**
 * Invites in D1: every link into a room is one. A revoked or expired invite keeps its row, so that who has its link is
 * told why it does not open any more.
 */

import { MAX_INVITES } from '../protocol/limits.ts'
import type { Role } from '../protocol/roles.ts'
import type { IndexedRoom } from './rooms.ts'

export interface Invite {
  id: string
  role: Role
  /** What its maker calls it. */
  label: string | null
  createdAtMs: number
  expiresAtMs: number | null
  /** How many people may come by it; null: as many as like. */
  maxPeople: number | null
  revokedAtMs: number | null
}

export interface StoredInvite extends Invite {
  /** SHA-256 of the link's secret (src/tokens/secret-hash.ts). */
  secretHash: string
}

/** What a link is judged by. */
export interface Door extends IndexedRoom {
  invites: StoredInvite[]
}

/** Of those that are over, so many are remembered. */
export const MAX_PAST_INVITES = 100

const COLUMNS = `id, secret_hash AS secretHash, role, label, created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs,
  max_people AS maxPeople, revoked_at_ms AS revokedAtMs`
const IS_OPEN = 'revoked_at_ms IS NULL AND COALESCE(expires_at_ms, ?2) >= ?2'

/** A room with all of its invites, the oldest first; null when there is no such room. */
export async function findDoor(index: D1Database, room: string): Promise<Door | null> {
  const [rooms, invites] = await index.batch([
    index.prepare('SELECT id, name, api_key AS apiKey FROM rooms WHERE id = ?1').bind(room),
    index.prepare(`SELECT ${COLUMNS} FROM invites WHERE room = ?1 ORDER BY created_at_ms, id`).bind(room),
  ])
  const [found] = (rooms as D1Result<IndexedRoom>).results
  return found === undefined ? null : { ...found, invites: (invites as D1Result<StoredInvite>).results }
}

/**
 * Adds an invite, unless the room has too many open ones, and answers whether it is there; again, it changes nothing.
 * `besides` is run behind it, all or nothing.
 */
export async function addInvite(
  index: D1Database,
  room: string,
  invite: Omit<StoredInvite, 'revokedAtMs'>,
  besides: readonly D1PreparedStatement[] = [],
): Promise<boolean> {
  const { id, secretHash, role, label, createdAtMs, expiresAtMs, maxPeople } = invite
  const [, , there] = await index.batch([
    index
      .prepare(
        `INSERT INTO invites (id, room, secret_hash, role, label, created_at_ms, expires_at_ms, max_people)
         SELECT ?3, ?1, ?4, ?5, ?6, ?2, ?7, ?8
         WHERE EXISTS (SELECT 1 FROM rooms WHERE id = ?1)
           AND (SELECT COUNT(*) FROM invites WHERE room = ?1 AND ${IS_OPEN}) < ${MAX_INVITES}
         ON CONFLICT DO NOTHING`,
      )
      .bind(room, createdAtMs, id, secretHash, role, label, expiresAtMs, maxPeople),
    index
      .prepare(
        `DELETE FROM invites WHERE id IN (
           SELECT id FROM invites WHERE room = ?1 AND NOT (${IS_OPEN})
           ORDER BY created_at_ms DESC LIMIT -1 OFFSET ${MAX_PAST_INVITES})`,
      )
      .bind(room, createdAtMs),
    index.prepare('SELECT 1 FROM invites WHERE id = ?1').bind(id),
    ...besides,
  ])
  return (there as D1Result).results.length > 0
}

/** Whether the room has such an invite; one that is revoked stays as it is. */
export async function revokeInvite(index: D1Database, room: string, id: string, nowMs: number): Promise<boolean> {
  const { results } = await index
    .prepare('UPDATE invites SET revoked_at_ms = COALESCE(revoked_at_ms, ?3) WHERE id = ?2 AND room = ?1 RETURNING id')
    .bind(room, id, nowMs)
    .all()
  return results.length > 0
}

/**
 * Takes one of the places of an invite that has only so many, once for a person, and answers whether they have one. The
 * count and the place are one statement, so that of two who come at once only one gets the last.
 */
export async function takePlace(index: D1Database, invite: string, person: string, nowMs: number): Promise<boolean> {
  const [, place] = await index.batch([
    index
      .prepare(
        `INSERT INTO invite_people (invite, person, came_at_ms)
         SELECT ?1, ?2, ?3
         WHERE (SELECT COUNT(*) FROM invite_people WHERE invite = ?1) < (SELECT max_people FROM invites WHERE id = ?1)
         ON CONFLICT DO NOTHING`,
      )
      .bind(invite, person, nowMs),
    index.prepare('SELECT 1 FROM invite_people WHERE invite = ?1 AND person = ?2').bind(invite, person),
  ])
  return (place as D1Result).results.length > 0
}

/** Whether they have one, or could take one now. */
export async function hasPlace(index: D1Database, invite: string, person: string): Promise<boolean> {
  const { results } = await index
    .prepare(
      `SELECT 1 FROM invites WHERE id = ?1 AND (
         EXISTS (SELECT 1 FROM invite_people WHERE invite = ?1 AND person = ?2)
         OR (SELECT COUNT(*) FROM invite_people WHERE invite = ?1) < max_people)`,
    )
    .bind(invite, person)
    .all()
  return results.length > 0
}

/** How many places are taken, of each invite of a room that has only so many. */
export async function placesTaken(index: D1Database, room: string): Promise<Map<string, number>> {
  const { results } = await index
    .prepare(
      `SELECT invite, COUNT(*) AS people FROM invite_people
       WHERE invite IN (SELECT id FROM invites WHERE room = ?1) GROUP BY invite`,
    )
    .bind(room)
    .all<{ invite: string; people: number }>()
  return new Map(results.map(({ invite, people }) => [invite, people]))
}
