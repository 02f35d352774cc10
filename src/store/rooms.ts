/**
 * Rooms in D1, with the invites that they begin with. Asked when a room is made, listed or entered by a link, never when
 * somebody connects or resumes.
 */

import type { Role } from '../protocol/roles.ts'

export interface IndexedRoom {
  id: string
  name: string | null
  /** The key that made it; null: whoever holds its owner's link. */
  apiKey: string | null
}

export interface RoomLink {
  /** The invite's. */
  id: string
  role: Role
  /** SHA-256 of the link's secret (src/tokens/secret-hash.ts). */
  secretHash: string
}

/** A room as it is listed. */
export interface ListedRoom extends Omit<IndexedRoom, 'apiKey'> {
  createdAtMs: number
  /** Somebody was in it when it was last heard of. */
  live: boolean
}

/** Where a page of rooms ends: the room that it ended with. */
export interface RoomCursor {
  createdAtMs: number
  id: string
}

/** Adds a room together with its links, and whatever else belongs to it: all or nothing. Again, it changes nothing. */
export async function addRoom(
  index: D1Database,
  { id, name, apiKey, createdAtMs }: IndexedRoom & { createdAtMs: number },
  links: readonly RoomLink[],
  besides: readonly D1PreparedStatement[] = [],
): Promise<void> {
  const insertLink = index.prepare(
    `INSERT INTO invites (id, room, role, secret_hash, created_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT DO NOTHING`,
  )
  await index.batch([
    index
      .prepare('INSERT INTO rooms (id, name, api_key, created_at_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING')
      .bind(id, name, apiKey, createdAtMs),
    ...links.map((link) => insertLink.bind(link.id, id, link.role, link.secretHash, createdAtMs)),
    ...besides,
  ])
}

export const findRoom = (index: D1Database, id: string): Promise<IndexedRoom | null> =>
  index.prepare('SELECT id, name, api_key AS apiKey FROM rooms WHERE id = ?1').bind(id).first<IndexedRoom>()

/** The newest rooms of a key before `before`, newest first; with `live`, those alone in which somebody may be. */
export async function listRooms(
  index: D1Database,
  apiKey: string,
  { before, limit, live }: { before?: RoomCursor; limit: number; live: boolean },
): Promise<ListedRoom[]> {
  const { createdAtMs = Number.MAX_SAFE_INTEGER, id = '' } = before ?? {}
  const { results } = await index
    .prepare(
      `SELECT id, name, created_at_ms AS createdAtMs, live FROM rooms
       WHERE api_key = ?1 AND (created_at_ms, id) < (?2, ?3) ${live ? 'AND live = 1' : ''}
       ORDER BY created_at_ms DESC, id DESC LIMIT ?4`,
    )
    .bind(apiKey, createdAtMs, id, limit)
    .all<Omit<ListedRoom, 'live'> & { live: number }>()
  return results.map((row) => ({ ...row, live: row.live === 1 }))
}

/** Ids behind `id`, in their order. */
export async function roomsAfter(index: D1Database, id: string, limit: number): Promise<string[]> {
  const { results } = await index
    .prepare('SELECT id FROM rooms WHERE id > ?1 ORDER BY id LIMIT ?2')
    .bind(id, limit)
    .all<{ id: string }>()
  return results.map((room) => room.id)
}

/** Notes whether somebody is in a room. What is written already is not written again. */
export async function setLive(index: D1Database, room: string, live: boolean): Promise<void> {
  await index.prepare('UPDATE rooms SET live = ?2 WHERE id = ?1 AND live <> ?2').bind(room, Number(live)).run()
}

/** Removes all that the index knows of a room, its invites with it. Again, it changes nothing. */
export async function removeRoom(index: D1Database, room: string): Promise<void> {
  const statements = [
    'DELETE FROM clips WHERE room = ?1',
    'DELETE FROM forgotten_clips WHERE room = ?1',
    'DELETE FROM rooms WHERE id = ?1', // and by cascade its invites, and who came by them
  ]
  await index.batch(statements.map((sql) => index.prepare(sql).bind(room)))
}
