/** Who is in the room, as a client knows it. */

import { beforeEach, describe, expect, it } from 'vitest'
import { Members } from '../../src/client/members.ts'
import { view } from '../support/room-words.ts'

let members: Members
beforeEach(() => {
  members = new Members()
})

/** Everybody is named, unless `headcount` says more. */
const welcomed = (others: number, isFirst: boolean, nowMs: number, headcount = others + 1) =>
  members.welcomed({ others, headcount }, isFirst, nowMs)

describe('joining', () => {
  it('finds those who are there without calling that joining', () => {
    welcomed(2, true, 0)
    expect(members.described([view(1)]).joined).toEqual([])
    expect(members.described([view(2)]).joined).toEqual([])
    expect(members.described([view(3)]).joined).toEqual([3])
  })

  it('[C15] describes a known member anew without calling that joining', () => {
    welcomed(1, true, 0)
    members.described([view(1)])
    expect(members.described([view(1, { name: 'New' })])).toEqual({
      described: [view(1, { name: 'New' })],
      joined: [],
      left: [],
    })
  })
})

describe('changes', () => {
  it('[C17] touch the fields that they name', () => {
    members.described([view(1)])
    expect(members.changed([{ member: 1, muted: true }]).described).toEqual([view(1, { muted: true })])
    expect(members.changed([{ member: 1, name: 'New' }]).described).toEqual([view(1, { muted: true, name: 'New' })])
  })

  it('of somebody unknown are nothing', () => {
    expect(members.changed([{ member: 9, muted: true }]).described).toEqual([])
    expect(members.left([{ member: 9, reason: 'left' }]).left).toEqual([])
  })
})

describe('[R8] after a reconnect', () => {
  beforeEach(() => {
    welcomed(2, true, 0)
    members.described([view(1), view(2)])
  })

  it('those who were known are reconnecting', () => {
    expect(welcomed(0, false, 1_000).described).toEqual([
      view(1, { reconnecting: true }),
      view(2, { reconnecting: true }),
    ])
  })

  it('those whom the room names are back, those whom it does not within 15 s are lost', () => {
    welcomed(1, false, 1_000)
    expect(members.described([view(1)])).toEqual({ described: [view(1)], joined: [], left: [] })
    expect(members.nextDeadlineMs()).toBe(16_000)
    expect(members.tick(15_999).left).toEqual([])
    expect(members.tick(16_000).left).toEqual([{ member: 2, reason: 'lost' }])
    expect(members.nextDeadlineMs()).toBeUndefined()
  })

  it('whoever came meanwhile has joined', () => {
    welcomed(3, false, 1_000)
    expect(members.described([view(1), view(2), view(3)]).joined).toEqual([3])
  })

  it('a second one within the 15 s begins them anew', () => {
    welcomed(0, false, 1_000)
    welcomed(0, false, 10_000)
    expect(members.tick(16_000).left).toEqual([])
    expect(members.tick(25_000).left.length).toBe(2)
  })
})

describe('[C32] how many are here', () => {
  const named = (count: number, from = 1) => Array.from({ length: count }, (_, index) => view(from + index))

  it('is known before the roster has come, and follows who comes and goes', () => {
    welcomed(2, true, 0)
    expect(members.headcount).toBe(3)
    members.described([view(1)])
    members.described([view(2)])
    expect(members.headcount).toBe(3)
    members.described([view(3)])
    expect(members.headcount).toBe(4)
    members.left([{ member: 1, reason: 'left' }])
    expect(members.headcount).toBe(3)
  })

  it('is what the room says while not everybody is named: an audience that speaks is no newcomer', () => {
    welcomed(200, true, 0, 812)
    members.described(named(200))
    expect(members.headcount).toBe(812)
    members.described([view(500)])
    expect(members.headcount).toBe(812)
    members.counted(813)
    expect(members.headcount).toBe(813)
  })

  it('grows into a crowd, and shrinks out of it', () => {
    welcomed(199, true, 0)
    members.described(named(199))
    members.counted(201)
    expect(members.headcount).toBe(201)
    members.described([view(300)])
    members.left([{ member: 1, reason: 'left' }])
    members.counted(200)
    expect(members.headcount).toBe(200)
    members.left([{ member: 2, reason: 'left' }])
    expect(members.headcount).toBe(199)
  })

  it('[R8] after a crash, those whom the crowd names no more are dropped, and have not left', () => {
    welcomed(200, true, 0, 812)
    members.described(named(200))
    welcomed(0, false, 1_000)
    members.described(named(200, 101))
    members.counted(700)
    const { left } = members.tick(16_000)
    expect(left.length).toBe(100)
    expect(left.every(({ reason }) => reason === 'unknown')).toBe(true)
    expect(members.headcount).toBe(700)
  })

  it('[R8] counts those whom a room that restarted has not named yet, until they are given up', () => {
    welcomed(2, true, 0)
    members.described(named(2))
    welcomed(0, false, 1_000)
    expect(members.headcount).toBe(3)
    members.tick(16_000)
    expect(members.headcount).toBe(1)
  })
})
