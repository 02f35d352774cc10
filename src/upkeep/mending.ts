/**
 * What a sweep takes for damage, and what it does about it: an object and its row belong together, and the Archive of
 * their room knows whether there is such a clip. Pure.
 */

import type { Mending } from '../archive/clip-answers.ts'
import type { ObjectOrigin, StoredObject } from '../store/clip-objects.ts'

/** An object is stored before its row is written; the outbox gets from one to the other in minutes, faults included. */
export const LEFT_ALONE_MS = 15 * 60_000

export interface Orphan {
  key: string
  origin: ObjectOrigin
}

/** Whether nobody else is about to finish this object. What is none of ours is never touched. */
export const isSettled = ({ uploadedAtMs, origin }: StoredObject, nowMs: number): boolean =>
  origin !== undefined && nowMs - uploadedAtMs >= LEFT_ALONE_MS

/** The objects that lack their row, of those that have had the time to get one. */
export function orphansAmong(objects: readonly StoredObject[], indexed: ReadonlySet<string>, nowMs: number): Orphan[] {
  return objects.flatMap((object) => {
    const { key, origin } = object
    if (origin === undefined || !isSettled(object, nowMs) || indexed.has(origin.clip)) return []
    return [{ key, origin }]
  })
}

/** Fewer rows than these may all have lost their objects by chance. */
const FEW = 10

/**
 * Whether so many rows can really have lost their objects. A bucket that was bound wrongly, or is empty, looks like the
 * loss of everything, and must not become it.
 */
export const isPlausible = (widowed: number, looked: number): boolean => widowed < FEW || widowed <= looked / 2

/** Whether what is left of a clip has to go. A clip that its Archive knows is made whole by the Archive. */
export const hasToGo = (mending: Mending): boolean => mending !== 'known'
