/**
 * One cheap question to the index. It reads a table, so that an index without its migrations counts as down.
 */

/** Rejects when the index does not answer. */
export async function probeIndex(index: D1Database): Promise<void> {
  await index.prepare('SELECT id FROM rooms LIMIT 1').first()
}
