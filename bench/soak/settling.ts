/** The end of a soak: everybody falls silent, and what was said and written is waited for until it is where it belongs. */

import { until } from '../../test/support/until.ts'
import type { SoakRoom } from './cast.ts'

/** Posts that failed wait 30 s at most before they are tried again (src/client/posting.ts). */
const KEPT_WITHIN_MS = 90_000
/** What waits for a packet that never comes does so for 30 s (src/archive/talk-timing.ts). */
const ANNOUNCED_WITHIN_MS = 60_000

/** Resolves when all is said, stored and written, or has been waited for long enough. */
export async function fallSilent(rooms: readonly SoakRoom[]): Promise<void> {
  const speakers = rooms.flatMap((room) => room.speakers)
  await Promise.all(speakers.map((speaker) => speaker.stop()))
  const isDone = () => speakers.every(({ isAllKept, writer }) => isAllKept && writer.isAllAcknowledged)
  await until(isDone, 'everything to be kept', KEPT_WITHIN_MS).catch(() => undefined) // the figures tell
}

/** How many talks are no clip yet when those that can become one have. */
export async function unfinishedTalks(rooms: readonly SoakRoom[], withinMs = ANNOUNCED_WITHIN_MS): Promise<number> {
  const counts = await Promise.all(rooms.map((room) => unfinishedIn(room, withinMs)))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function unfinishedIn({ room, owner }: SoakRoom, withinMs: number): Promise<number> {
  let left = Number.POSITIVE_INFINITY
  const isEmpty = async () => {
    const { waiting, stuck } = await owner.api.outbox({ room, token: await owner.token() })
    left = waiting.length + stuck.length
    return left === 0
  }
  await until(isEmpty, 'the outbox to be empty', withinMs).catch(() => undefined) // the figures tell
  return left
}
