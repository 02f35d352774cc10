/**
 * One cheap question to each storage. That to the index reads a table: without its migrations it counts as down.
 */

/** Rejects when the index does not answer. */
export async function probeIndex(index: D1Database): Promise<void> {
  await index.prepare('SELECT id FROM rooms LIMIT 1').first()
}

/** Rejects when the storage of clips does not answer. The object need not exist. */
export async function probeClips(bucket: R2Bucket): Promise<void> {
  await bucket.head('health')
}
