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

/** Adds a room together with its links: both or neither. Again, it changes nothing. */
export async function addRoom(
  index: D1Database,
  { id, name, apiKey, createdAtMs }: IndexedRoom & { createdAtMs: number },
  links: readonly RoomLink[],
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
  ])
}

export const findRoom = (index: D1Database, id: string): Promise<IndexedRoom | null> =>
  index.prepare('SELECT id, name, api_key AS apiKey FROM rooms WHERE id = ?1').bind(id).first<IndexedRoom>()

/** The links into a room; none when there is no such room. */
export async function linksInto(index: D1Database, room: string): Promise<RoomLink[]> {
  const { results } = await index
    .prepare('SELECT id, role, secret_hash AS secretHash FROM invites WHERE room = ?1')
    .bind(room)
    .all<RoomLink>()
  return results
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
