/**
 * Rooms and their links in D1. Asked when a room is made and when a link is exchanged for a token, never when somebody
 * connects or resumes.
 */

import type { Role } from '../protocol/roles.ts'

export interface IndexedRoom {
  id: string
  name: string | null
}

export interface RoomLink {
  /** The invite's. */
  id: string
  role: Role
  /** SHA-256 of the link's secret (src/tokens/link-secret.ts). */
  secretHash: string
}

/** Adds a room together with its links: both or neither. */
export async function addRoom(
  index: D1Database,
  room: IndexedRoom & { createdAtMs: number },
  links: readonly RoomLink[],
): Promise<void> {
  const insertLink = index.prepare(
    'INSERT INTO invites (id, room, role, secret_hash, created_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)',
  )
  await index.batch([
    index
      .prepare('INSERT INTO rooms (id, name, created_at_ms) VALUES (?1, ?2, ?3)')
      .bind(room.id, room.name, room.createdAtMs),
    ...links.map((link) => insertLink.bind(link.id, room.id, link.role, link.secretHash, room.createdAtMs)),
  ])
}

export const findRoom = (index: D1Database, id: string): Promise<IndexedRoom | null> =>
  index.prepare('SELECT id, name FROM rooms WHERE id = ?1').bind(id).first<IndexedRoom>()

/** The links into a room; none when there is no such room. */
export async function linksInto(index: D1Database, room: string): Promise<RoomLink[]> {
  const { results } = await index
    .prepare('SELECT id, role, secret_hash AS secretHash FROM invites WHERE room = ?1')
    .bind(room)
    .all<RoomLink>()
  return results
}
