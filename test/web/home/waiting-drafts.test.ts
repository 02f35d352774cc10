/** Drafts as the start page tells of them: a line for each room. */

import { expect, it } from 'vitest'
import { draftsByRoom } from '../../../web/home/waiting-drafts.ts'

it('adds up those of a room, and keeps the order of the newest', () => {
  const draft = (room: string, durationMs: number) => ({
    room,
    id: `${room}${durationMs}`,
    recordedAtMs: 0,
    durationMs,
  })
  expect([...draftsByRoom([draft('a', 1_000), draft('b', 500), draft('a', 2_500)])]).toEqual([
    ['a', { count: 2, durationMs: 3_500 }],
    ['b', { count: 1, durationMs: 500 }],
  ])
})
