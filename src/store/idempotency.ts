/**
 * Requests that may come twice, in D1: which key stands for which request, for a day. Nothing of an answer is here, only
 * what it takes to make it again.
 */

export interface Occasion {
  /** Whose key it is: nobody's keys are those of another. */
  caller: string
  /** SHA-256 of the key. */
  key: string
  /** SHA-256 of the request. */
  requestHash: string
  /** The signing key from which the answer's secrets are derived. */
  seedKid: string
}

export interface KnownOccasion {
  requestHash: string
  seedKid: string
  madeAtMs: number
  /** What was asked for is stored. */
  isAnswered: boolean
}

/** Longer than any client tries again. */
export const REPEATABLE_MS = 86_400_000

/** The first request under this key within a day: this one, or the one that came before it. */
export async function claimOccasion(
  index: D1Database,
  { caller, key, requestHash, seedKid }: Occasion,
  nowMs: number,
): Promise<KnownOccasion> {
  const [, found] = await index.batch([
    index
      .prepare(
        `INSERT INTO idempotency_keys (caller, key, request_hash, seed_kid, made_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET request_hash = excluded.request_hash, seed_kid = excluded.seed_kid,
           made_at_ms = excluded.made_at_ms, answered_at_ms = NULL
         WHERE made_at_ms <= ?6`,
      )
      .bind(caller, key, requestHash, seedKid, nowMs, nowMs - REPEATABLE_MS),
    index
      .prepare(
        `SELECT request_hash, seed_kid, made_at_ms, answered_at_ms FROM idempotency_keys
         WHERE caller = ?1 AND key = ?2`,
      )
      .bind(caller, key),
  ])
  const [row] = (found as D1Result<OccasionRow>).results
  if (row === undefined) throw new Error('An idempotency key was not stored.')
  return {
    requestHash: row.request_hash,
    seedKid: row.seed_kid,
    madeAtMs: row.made_at_ms,
    isAnswered: row.answered_at_ms !== null,
  }
}

/** Belongs into the batch that stores what was asked for; with an invite's id, it counts only where that is stored. */
export const occasionAnswered = (
  index: D1Database,
  { caller, key }: Pick<Occasion, 'caller' | 'key'>,
  nowMs: number,
  invite?: string,
): D1PreparedStatement =>
  index
    .prepare(
      `UPDATE idempotency_keys SET answered_at_ms = ?3 WHERE caller = ?1 AND key = ?2
       AND (?4 IS NULL OR EXISTS (SELECT 1 FROM invites WHERE id = ?4))`,
    )
    .bind(caller, key, nowMs, invite ?? null)

/** Forgets those whose day is over, and answers how many there were. */
export async function forgetOccasions(index: D1Database, nowMs: number): Promise<number> {
  const { meta } = await index
    .prepare('DELETE FROM idempotency_keys WHERE made_at_ms <= ?1')
    .bind(nowMs - REPEATABLE_MS)
    .run()
  return meta.changes
}

interface OccasionRow {
  request_hash: string
  seed_kid: string
  made_at_ms: number
  answered_at_ms: number | null
}
