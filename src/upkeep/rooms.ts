/**
 * Looks in on rooms, some in every run: a room that sleeps learns only so that the operator keeps rooms for fewer days now,
 * and one that was made before rooms had an end gets one. Whether it is time, its Archive says.
 */

import { roomsAfter } from '../store/rooms.ts'
import { readSweepCursor, writeSweepCursor } from '../store/sweeps.ts'
import type { SweepEnv } from './sweep.ts'

/** Each is one request to an object, of the 1,000 that an invocation may make (platform limit). */
const ROOMS_PER_RUN = 200
const AT_ONCE = 20

export async function lookInOnRooms(
  env: Pick<SweepEnv, 'ARCHIVES' | 'INDEX'>,
): Promise<{ looked: number; failed: number }> {
  const rooms = await roomsAfter(env.INDEX, (await readSweepCursor(env.INDEX, 'rooms')) ?? '', ROOMS_PER_RUN)
  let failed = 0
  for (let at = 0; at < rooms.length; at += AT_ONCE) {
    const looks = rooms.slice(at, at + AT_ONCE).map((room) => env.ARCHIVES.getByName(room).settle())
    failed += (await Promise.allSettled(looks)).filter(({ status }) => status === 'rejected').length
  }
  const next = rooms.length < ROOMS_PER_RUN ? undefined : rooms.at(-1) // the end: the next run begins anew
  await writeSweepCursor(env.INDEX, 'rooms', next)
  return { looked: rooms.length, failed }
}
