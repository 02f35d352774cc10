/** A room on a runtime and the members that a trial needs in it, each a person of their own. */

import { requestToken } from '../../test/support/room.ts'
import { MemberLine, type MemberOptions } from '../load/member-line.ts'

/** Enough to keep a server busy with people at the door, too few to overflow its queue of connections. */
const AT_ONCE = 16

export interface Hall {
  origin: string
  room: string
  ownerSecret: string
  guestSecret: string
}

export async function openHall(origin: string, maxSpeakers = 4): Promise<Hall> {
  const answer = await fetch(`${origin}/v1/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Trial', maxSpeakers }),
  })
  if (!answer.ok) throw new Error(`No room: ${answer.status} ${await answer.text()}`)
  const { room, ownerSecret, guestSecret } = await answer.json()
  return { origin, room: room.id, ownerSecret, guestSecret }
}

/** Joins `count` guests; `optionsOf` says what is special about each. In the order of their joining. */
export function joinAll(
  hall: Hall,
  count: number,
  optionsOf: (index: number, token: string) => Partial<MemberOptions> = () => ({}),
): Promise<MemberLine[]> {
  return atOnce(count, async (index) => {
    const { origin, room, guestSecret } = hall
    const token = await requestToken(origin, room, guestSecret)
    return MemberLine.join({ origin, room, token, name: `Member ${index}`, ...optionsOf(index, token) })
  })
}

export async function leaveAll(lines: readonly MemberLine[]): Promise<void> {
  await atOnce(lines.length, async (index) => lines[index]?.close())
}

/** Does `count` things, some at a time; answers what came of each. */
export async function atOnce<T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const goOn = async (): Promise<void> => {
    const index = next++
    if (index >= count) return
    results[index] = await act(index)
    return goOn()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, goOn))
  return results
}
