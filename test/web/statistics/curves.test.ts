/** What is plotted of the history. */

import { expect, it } from 'vitest'
import { curvesOf, lonePoints, MOST_VOICES, shownMembers } from '../../../web/room/statistics/curves.ts'
import { connectionFigures, roomFigures, speakerFigures } from '../../support/room-figures.ts'

const heard = (member: number, isPlaying = true) => speakerFigures({ member, isPlaying, delayMs: member * 10 })

it('has a value of each curve for each moment, and none for who is not played or not there', () => {
  const samples = [
    roomFigures({ atMs: 1_000, connection: connectionFigures({ rttMs: undefined }) }),
    roomFigures({ atMs: 2_000, speakers: [heard(2), heard(3, false)] }),
    roomFigures({ atMs: 3_000, speakers: [heard(2, false), heard(3)] }),
  ]
  const { atS, rttMs, voices } = curvesOf(samples, [2, 3])
  expect(atS).toEqual([-2, -1, 0])
  expect(rttMs).toEqual([null, 30, 30])
  expect(voices.map(({ member, delayMs }) => [member, delayMs])).toEqual([
    [2, [null, 20, null]],
    [3, [null, null, 30]],
  ])
})

it('plots what was made up in per cent', () => {
  const speakers = [speakerFigures({ concealedShare: 0.02 })]
  expect(curvesOf([roomFigures({ speakers })], [2]).voices[0]?.concealedPercent).toEqual([2])
})

it('shows those who were heard last, in the order in which they were first heard', () => {
  const members = Array.from({ length: MOST_VOICES + 2 }, (_, index) => index + 2)
  const samples = members.map((now, second) =>
    roomFigures({ atMs: second * 1_000, speakers: members.map((member) => heard(member, member === now)) }),
  )
  expect(shownMembers(samples)).toEqual(members.slice(2))
})

it('shows nobody before anything was measured', () => {
  expect(shownMembers([])).toEqual([])
})

it('finds the points that no line would show', () => {
  expect(lonePoints([1, null, 2, 3, null, 4])).toEqual([0, 5])
})
