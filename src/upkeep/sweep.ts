/**
 * The sweep: looks through the objects and the rows of clips, some in every run, for those that have lost their other
 * half, and mends them. Crashes cannot make such; lost writes and hands in the storage can. Running it again changes
 * nothing.
 */

import type { Archive } from '../../durable-objects/archive.ts'
import { deleteClipObject, headClipObject, listClipObjects } from '../store/clip-objects.ts'
import { clipsAfter, type IndexedClip, indexedAmong, unindexClip } from '../store/clips.ts'
import { readSweepCursor, writeSweepCursor } from '../store/sweeps.ts'
import { hasToGo, isPlausible, type Orphan, orphansAmong } from './mending.ts'

/** As many as one statement of D1 binds (100, a platform limit). */
const PAGE = 100
/**
 * One invocation may make 1,000 requests to other services (platform limit). A page of objects takes 202 at the worst, a
 * page of rows 301; two pages of each stay below that together with their cursors.
 */
const PAGES_PER_RUN = 2

export interface SweepEnv {
  ARCHIVES: DurableObjectNamespace<Archive>
  INDEX: D1Database
  CLIPS: R2Bucket
}

export interface SweepCounts {
  looked: number
  /** Handed to their Archive, which makes them whole. */
  mended: number
  /** Of no clip: gone now. */
  removed: number
  /** Their Archive could not be asked; the next pass meets them again. */
  failed: number
}

/** One page of something: how many were looked at, what is wrong among them, where the next page begins. */
interface Page {
  looked: number
  damages: Damage[]
  cursor: string | undefined
}

interface Damage {
  room: string
  clip: string
  missing: 'row' | 'object'
  remove(): Promise<void>
}

/** Looks for objects that have no row. */
export const sweepObjects = (env: SweepEnv, nowMs: number): Promise<SweepCounts> =>
  sweep(env, 'objects', async (cursor) => {
    const at = cursor === undefined ? {} : { cursor }
    const page = await listClipObjects(env.CLIPS, { ...at, limit: PAGE })
    const clips = page.objects.flatMap(({ origin }) => origin?.clip ?? [])
    const orphans = orphansAmong(page.objects, await indexedAmong(env.INDEX, clips), nowMs)
    return { looked: page.objects.length, damages: orphans.map((orphan) => orphaned(env, orphan)), cursor: page.cursor }
  })

/** Looks for rows that have no object. */
export const sweepRows = (env: SweepEnv, nowMs: number): Promise<SweepCounts> =>
  sweep(env, 'rows', async (cursor) => {
    const rows = await clipsAfter(env.INDEX, cursor ?? '', PAGE)
    const heads = await Promise.all(rows.map(({ key }) => headClipObject(env.CLIPS, key)))
    const widowed = rows.filter((_, at) => heads[at] === null)
    const next = rows.length < PAGE ? undefined : rows.at(-1)?.id
    if (!isPlausible(widowed.length, rows.length))
      throw new Error(`${widowed.length} of ${rows.length} clips have no object: is this the right bucket?`)
    return { looked: rows.length, damages: widowed.map((row) => bereft(env, row, nowMs)), cursor: next }
  })

const orphaned = (env: SweepEnv, { key, origin: { room, clip } }: Orphan): Damage => ({
  room,
  clip,
  missing: 'row',
  remove: () => deleteClipObject(env.CLIPS, key),
})

const bereft = (env: SweepEnv, { id, room }: IndexedClip, nowMs: number): Damage => ({
  room,
  clip: id,
  missing: 'object',
  remove: () => unindexClip(env.INDEX, id, room, nowMs),
})

async function sweep(
  env: SweepEnv,
  name: string,
  pageAt: (cursor: string | undefined) => Promise<Page>,
): Promise<SweepCounts> {
  const counts = { looked: 0, mended: 0, removed: 0, failed: 0 }
  let cursor = await readSweepCursor(env.INDEX, name)
  for (let pages = 0; pages < PAGES_PER_RUN; pages += 1) {
    const page = await pageAt(cursor)
    counts.looked += page.looked
    for (const damage of page.damages) counts[await mend(env, damage)] += 1
    cursor = page.cursor
    await writeSweepCursor(env.INDEX, name, cursor)
    if (cursor === undefined) break // the end: the next run begins anew
  }
  return counts
}

async function mend(env: SweepEnv, { room, clip, missing, remove }: Damage): Promise<'mended' | 'removed' | 'failed'> {
  try {
    if (!hasToGo(await env.ARCHIVES.getByName(room).mend({ clip, missing }))) return 'mended'
    await remove()
    return 'removed'
  } catch {
    return 'failed' // an Archive, R2 or D1 that is out of reach for the moment; counted, and met again
  }
}
