/** Asking the rooms of home what is new in them, without being a nuisance. */

import { expect, it } from 'vitest'
import { EarshotError, type EarshotErrorCode } from '../../../src/client/index.ts'
import { countOf, readUnread } from '../../../web/home/read-unread.ts'

const rooms = ['a', 'b', 'c'].map((room) => ({ room, secret: 's' }))

/** What is told of the rooms when they answer so, one after the other. */
async function told(answers: (number | EarshotErrorCode)[], isOver = () => false): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  await readUnread({
    rooms,
    ask: async ({ room }) => {
      const answer = answers.shift() ?? 0
      if (typeof answer === 'string') throw new EarshotError(answer)
      return { texts: answer, clips: room === 'a' ? 1 : 0, lastEntry: 9 }
    },
    isOver,
    told: (room, unread) => {
      counts[room] = countOf(unread)
    },
  })
  return counts
}

it('counts texts and clips of each', async () => {
  expect(await told([2, 0, 1])).toEqual({ a: 3, b: 0, c: 1 })
})

it('passes over a room that is closed to us, and goes on', async () => {
  expect(await told([0, 'removed', 4])).toEqual({ a: 1, c: 4 })
})

it.each(['unreachable', 'too-fast'] as const)('asks no further after %s', async (code) => {
  expect(await told([0, code, 4])).toEqual({ a: 1 })
})

it('stops when nobody looks any more', async () => {
  let looks = 2
  expect(await told([0, 0, 0], () => looks-- === 0)).toEqual({ a: 1, b: 0 })
})
