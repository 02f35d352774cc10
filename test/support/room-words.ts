/** What a room says, for tests of those who listen to it. */

import type { Entry, MemberView } from '../../src/protocol/room-message.ts'

/** A member with a number and nothing special. */
export const view = (member: number, changes: Partial<MemberView> = {}): MemberView => ({
  member,
  person: `guest:${member}`,
  name: `Name ${member}`,
  role: 'speaker',
  muted: false,
  deafened: false,
  keep: false,
  silenced: false,
  handRaisedAtMs: null,
  aside: false,
  reconnecting: false,
  ...changes,
})

/** A line of the log with a number. */
export const text = (number: number): Entry => ({
  kind: 'text',
  number,
  atMs: number,
  by: { person: 'guest:1', name: 'Ada' },
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  text: `Text ${number}`,
})
