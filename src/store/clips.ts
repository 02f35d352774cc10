/**
 * Clips in D1: what is listed and asked across rooms. A row says where the object is; a forgotten clip leaves its id
 * alone, so that nothing brings it back.
 */

import type { Clip, ClipSource } from '../protocol/clip.ts'
import type { Person } from '../protocol/fields.ts'

export interface IndexedClip extends Clip {
  room: string
  by: Person
  /** SHA-256 of the object, in base64url. */
  checksum: string
  key: string
}

/** Where a page of clips ends: the clip that it ended with. */
export interface ClipCursor {
  startedAtMs: number
  id: string
}

const COLUMNS = `id, room, person, name, source, started_at_ms, duration_ms, waveform, continues, bytes, checksum, object_key,
  message`

/** Adds a clip's row; again, it changes nothing, and a clip that has been forgotten is not added. */
export async function indexClip(index: D1Database, clip: IndexedClip, nowMs: number): Promise<void> {
  const { id, room, by, startedAtMs, durationMs, waveform, continues, bytes, checksum, key } = clip
  await index
    .prepare(
      `INSERT INTO clips (${COLUMNS}, stored_at_ms)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14
       WHERE NOT EXISTS (SELECT 1 FROM forgotten_clips WHERE id = ?1)
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      id,
      room,
      by.person,
      by.name,
      clip.source ?? 'talk',
      startedAtMs,
      durationMs,
      JSON.stringify(waveform),
      continues,
      bytes,
      checksum,
      key,
      messageOf(clip),
      nowMs,
    )
    .run()
}

/** Removes a clip's row for good, and keeps its id from coming back. */
export async function unindexClip(index: D1Database, id: string, room: string, forgottenAtMs: number): Promise<void> {
  await index.batch([
    index
      .prepare('INSERT INTO forgotten_clips (id, room, forgotten_at_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING')
      .bind(id, room, forgottenAtMs),
    index.prepare('DELETE FROM clips WHERE id = ?1').bind(id),
  ])
}

/** The newest clips of a room before `before`, newest first. */
export async function listClips(
  index: D1Database,
  room: string,
  { before, limit }: { before?: ClipCursor; limit: number },
): Promise<IndexedClip[]> {
  const { startedAtMs = Number.MAX_SAFE_INTEGER, id = '' } = before ?? {}
  const { results } = await index
    .prepare(
      `SELECT ${COLUMNS} FROM clips WHERE room = ?1 AND (started_at_ms, id) < (?2, ?3)
       ORDER BY started_at_ms DESC, id DESC LIMIT ?4`,
    )
    .bind(room, startedAtMs, id, limit)
    .all<ClipRow>()
  return results.map(clipOf)
}

/** A page of all clips in the order of their ids, for those who look for damage. */
export async function clipsAfter(index: D1Database, id: string, limit: number): Promise<IndexedClip[]> {
  const { results } = await index
    .prepare(`SELECT ${COLUMNS} FROM clips WHERE id > ?1 ORDER BY id LIMIT ?2`)
    .bind(id, limit)
    .all<ClipRow>()
  return results.map(clipOf)
}

/** Those of `ids` that have a row; at most 100, as many as D1 binds. */
export async function indexedAmong(index: D1Database, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const places = ids.map((_, at) => `?${at + 1}`).join(', ')
  const query = index.prepare(`SELECT id FROM clips WHERE id IN (${places})`).bind(...ids)
  const { results } = await query.all<{ id: string }>()
  return new Set(results.map(({ id }) => id))
}

interface ClipRow {
  id: string
  room: string
  person: string
  name: string
  source: string
  started_at_ms: number
  duration_ms: number
  waveform: string
  continues: string | null
  bytes: number
  checksum: string
  object_key: string
  message: string | null
}

const clipOf = (row: ClipRow): IndexedClip => ({
  id: row.id,
  room: row.room,
  by: { person: row.person, name: row.name },
  startedAtMs: row.started_at_ms,
  durationMs: row.duration_ms,
  waveform: JSON.parse(row.waveform),
  continues: row.continues,
  bytes: row.bytes,
  checksum: row.checksum,
  key: row.object_key,
  ...(row.source === 'talk' ? {} : { source: row.source as ClipSource }),
  ...(row.message === null ? {} : JSON.parse(row.message)),
})

/** What a talk does not have; null: this clip has none of it either. */
function messageOf({ replyTo, burnsAtMs, forwarded }: Clip): string | null {
  const json = JSON.stringify({ replyTo, burnsAtMs, forwarded })
  return json === '{}' ? null : json
}
