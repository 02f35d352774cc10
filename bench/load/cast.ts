/**
 * Who does what in a load: the first speak, some listeners stall and some are dropped, a sample of the rest is looked at
 * closely. Pure.
 */

/** Listeners that every packet is read at. */
const SAMPLE = 20

export interface Cast<T> {
  speakers: T[]
  stalled: T[]
  dropped: T[]
  /** All that are neither stalled nor dropped, speakers among them. */
  steady: T[]
  /** Of the steady ones, spread evenly from first to last. */
  sample: T[]
}

/** Throws when there are not enough listeners to be stalled and dropped. */
export function cast<T>(seats: readonly T[], wanted: { speakers: number; stall: number; drop: number }): Cast<T> {
  const speakers = seats.slice(0, wanted.speakers)
  const listeners = seats.slice(wanted.speakers)
  const away = spread(listeners, wanted.stall + wanted.drop)
  if (away.length < wanted.stall + wanted.drop) {
    throw new Error(
      `Only ${listeners.length} listeners are in: too few to stall ${wanted.stall} and drop ${wanted.drop}.`,
    )
  }
  const stalled = spread(away, wanted.stall)
  const steady = seats.filter((seat) => !away.includes(seat))
  return {
    speakers,
    stalled,
    dropped: away.filter((seat) => !stalled.includes(seat)),
    steady,
    sample: spread(steady, SAMPLE),
  }
}

/** `count` of `all`, or all when there are no more, evenly from the first to the last. */
export function spread<T>(all: readonly T[], count: number): T[] {
  if (count >= all.length) return [...all]
  return Array.from({ length: count }, (_, index) => all[Math.floor(((index + 0.5) * all.length) / count)] as T)
}
