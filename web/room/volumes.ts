/**
 * How loud each person is to be heard here, remembered by person, so that it holds in every later visit.
 */

import type { Participant, Room } from '../../src/client/index.ts'
import { remembered } from '../app/preferences.ts'

/** Past this many, the ones set longest ago are forgotten: a record in storage must not grow without end. */
const MOST_REMEMBERED = 200

const isGain = (gain: unknown) => typeof gain === 'number' && gain >= 0 && gain <= 2

const volumes = remembered<[person: string, gain: number][]>(
  'volumes',
  [],
  (value) => Array.isArray(value) && value.every((pair) => typeof pair?.[0] === 'string' && isGain(pair[1])),
)

const rememberedVolume = (person: string): number | undefined => volumes.peek().find(([known]) => known === person)?.[1]

export function rememberVolume(person: string, gain: number): void {
  const others = volumes.peek().filter(([known]) => known !== person)
  volumes.value = gain === 1 ? others : [...others, [person, gain] as [string, number]].slice(-MOST_REMEMBERED)
}

/** For whoever has a number that was nobody's, or another's, until now. */
export function restoreVolume(room: Pick<Room, 'setVolume' | 'volumeOf'>, { person, member }: Participant): void {
  const gain = rememberedVolume(person) ?? 1
  if (gain !== room.volumeOf(member)) room.setVolume(member, gain)
}
