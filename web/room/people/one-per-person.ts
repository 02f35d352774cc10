/**
 * From members to people: somebody may be here on several devices, of which one has the voice, and is shown once. Pure.
 */

import type { Participant } from '../../../src/client/index.ts'

/** In the order of the first of each person's members. */
export function onePerPerson(members: readonly Participant[]): Participant[] {
  const devices = new Map<string, Participant[]>()
  for (const member of members) devices.set(member.person, [...(devices.get(member.person) ?? []), member])
  return [...devices.values()].map(asOne)
}

/** The device with the voice; a hand that is up on any of them is that person's. */
function asOne(devices: readonly Participant[]): Participant {
  const voice = devices.find(({ aside }) => !aside) ?? devices[0]
  if (voice === undefined) throw new Error('A person without a device.')
  const raisedAtMs = devices.flatMap(({ handRaisedAtMs }) => handRaisedAtMs ?? [])
  const handRaisedAtMs = raisedAtMs.length === 0 ? null : Math.min(...raisedAtMs)
  const isMe = devices.some((device) => device.isMe)
  if (voice.handRaisedAtMs === handRaisedAtMs && voice.isMe === isMe) return voice
  return { ...voice, handRaisedAtMs, isMe }
}

/** Raised hands first, in the order in which they went up; all others where they were. */
export const handsFirst = (people: readonly Participant[]): Participant[] =>
  [...people].sort((a, b) => raisedAt(a) - raisedAt(b))

/** Later than any hand, for who has none up. */
const raisedAt = ({ handRaisedAtMs }: Participant): number => handRaisedAtMs ?? Number.MAX_SAFE_INTEGER
