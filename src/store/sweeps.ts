/**
 * How far each sweep has come, in D1: the next run goes on from there.
 */

/** Undefined: it begins anew. */
export async function readSweepCursor(index: D1Database, name: string): Promise<string | undefined> {
  const row = await index
    .prepare('SELECT cursor FROM sweeps WHERE name = ?1')
    .bind(name)
    .first<{ cursor: string | null }>()
  return row?.cursor ?? undefined
}

export async function writeSweepCursor(index: D1Database, name: string, cursor: string | undefined): Promise<void> {
  await index
    .prepare('INSERT INTO sweeps (name, cursor) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET cursor = excluded.cursor')
    .bind(name, cursor ?? null)
    .run()
}
