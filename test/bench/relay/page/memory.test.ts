/** Memory by member: what a larger room has more than a smaller one. */

import { expect, it } from 'vitest'
import { memoryByServer } from '../../../../bench/relay/page/memory.ts'
import { row } from '../rows.ts'

it('does not count what the process takes for itself', () => {
  const rooms = [
    row({ listeners: 1200, joinedRssMiB: 250, idleRssMiB: 90 }),
    row({ listeners: 200, joinedRssMiB: 150 }),
    row({ listeners: 500, joinedRssMiB: 700 }),
  ]
  expect(memoryByServer(rooms)).toEqual([
    { server: 'earshot', idleMiB: 90, members: 1200, joinedMiB: 250, kibPerMember: 102.4 },
  ])
})

it('is unknown of a server that was measured in rooms of one size', () => {
  expect(memoryByServer([row(), row({ speakers: 16 })])).toEqual([])
})
