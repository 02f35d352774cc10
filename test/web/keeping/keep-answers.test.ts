/** Nobody is kept unasked: which answer stands in which room, and for how long a room may keep by it. */

import { describe, expect, it } from 'vitest'
import { answerFor, rememberAnswer, stands } from '../../../web/room/keeping/keep-answers.ts'

describe('a yes', () => {
  const yes = (days: number | null) => ({ room: 'r', keep: true, days })

  it('stands for as many days as were asked for, and for fewer', () => {
    expect(stands(yes(30), 30)).toBe(true)
    expect(stands(yes(30), 7)).toBe(true)
    expect(stands(yes(null), null)).toBe(true)
    expect(stands(yes(null), 90)).toBe(true)
  })

  it('does not stand for longer', () => {
    expect(stands(yes(30), 31)).toBe(false)
    expect(stands(yes(30), null)).toBe(false)
  })
})

it('a no stands, however long the room keeps', () => {
  expect(stands({ room: 'r', keep: false, days: 7 }, null)).toBe(true)
})

it('without an answer one is asked', () => {
  expect(stands(undefined, 7)).toBe(false)
})

it('is remembered by room, the last answer of each, the last two hundred', () => {
  rememberAnswer({ room: 'one', keep: true, days: 7 })
  rememberAnswer({ room: 'one', keep: false, days: 7 })
  expect(answerFor('one')).toEqual({ room: 'one', keep: false, days: 7 })
  for (let index = 0; index < 200; index += 1) rememberAnswer({ room: `r${index}`, keep: true, days: null })
  expect(answerFor('one')).toBeUndefined()
  expect(answerFor('r0')?.keep).toBe(true)
})
