/**
 * API keys in D1. A revoked key keeps its row: it is history, and so that its id is told from one that never was.
 */

export interface StoredKey {
  id: string
  name: string
  /** SHA-256 of its secret (src/tokens/secret-hash.ts). */
  secretHash: string
  scopes: readonly string[]
  revokedAtMs: number | null
}

/** A key as it is listed: nothing of its secret. */
export interface ListedKey extends Omit<StoredKey, 'secretHash'> {
  createdAtMs: number
  lastUsedAtMs: number | null
}

/** The time of last use is true to a minute: a busy key costs one write in that time. */
export const TOUCH_EVERY_MS = 60_000

export async function addKey(
  index: D1Database,
  { id, name, secretHash, scopes }: Omit<StoredKey, 'revokedAtMs'>,
  nowMs: number,
): Promise<void> {
  await index
    .prepare('INSERT INTO api_keys (id, name, secret_hash, scopes, created_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)')
    .bind(id, name, secretHash, scopes.join(' '), nowMs)
    .run()
}

export async function findKey(index: D1Database, id: string): Promise<StoredKey | null> {
  const row = await index
    .prepare('SELECT id, name, secret_hash, scopes, revoked_at_ms FROM api_keys WHERE id = ?1')
    .bind(id)
    .first<KeyRow>()
  return row && { ...namedBy(row), secretHash: row.secret_hash }
}

/** All of them, the newest first. */
export async function listKeys(index: D1Database): Promise<ListedKey[]> {
  const { results } = await index
    .prepare(
      `SELECT id, name, scopes, created_at_ms, last_used_at_ms, revoked_at_ms FROM api_keys
       ORDER BY created_at_ms DESC, id`,
    )
    .all<KeyRow & { created_at_ms: number; last_used_at_ms: number | null }>()
  return results.map((row) => ({
    ...namedBy(row),
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
  }))
}

/** Whether there is such a key; a revoked one stays as it is. */
export async function revokeKey(index: D1Database, id: string, nowMs: number): Promise<boolean> {
  const { results } = await index
    .prepare('UPDATE api_keys SET revoked_at_ms = COALESCE(revoked_at_ms, ?2) WHERE id = ?1 RETURNING id')
    .bind(id, nowMs)
    .all()
  return results.length > 0
}

/** Makes the rooms of one key those of another that is good; answers how many, or undefined where there is no such other. */
export async function handOverRooms(index: D1Database, from: string, to: string): Promise<number | undefined> {
  const isGood = 'EXISTS (SELECT 1 FROM api_keys WHERE id = ?2 AND revoked_at_ms IS NULL)'
  const [counted] = await index.batch([
    index.prepare(`SELECT COUNT(*) AS rooms, ${isGood} AS good FROM rooms WHERE api_key = ?1`).bind(from, to),
    index.prepare(`UPDATE rooms SET api_key = ?2 WHERE api_key = ?1 AND ${isGood}`).bind(from, to),
  ])
  const [row] = (counted as D1Result<{ rooms: number; good: number }>).results
  return row?.good === 1 ? row.rooms : undefined
}

export async function touchKey(index: D1Database, id: string, nowMs: number): Promise<void> {
  await index
    .prepare('UPDATE api_keys SET last_used_at_ms = ?2 WHERE id = ?1 AND COALESCE(last_used_at_ms, 0) <= ?3')
    .bind(id, nowMs, nowMs - TOUCH_EVERY_MS)
    .run()
}

interface KeyRow {
  id: string
  name: string
  secret_hash: string
  scopes: string
  revoked_at_ms: number | null
}

const namedBy = (row: KeyRow) => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes.split(' '),
  revokedAtMs: row.revoked_at_ms,
})
