/** How it sounds here, in figures and in a word. */

import { expect, it } from 'vitest'
import { type PlayoutStatistics, zeroCounters } from '../../src/audio/playout-counters.ts'
import { Statistics } from '../../src/client/statistics.ts'

const CONNECTION = { rttMs: 40, quality: 'good' } as const
const SENDING = { bitrate: 32_000, messageMs: 20 } as const

const figures = (changes: Partial<PlayoutStatistics> = {}): PlayoutStatistics => ({
  ...{ ...zeroCounters(), delayMs: 60, targetMs: 60, jitterMs: 2, driftPpm: 0 },
  ...changes,
})
const shown = (statistics: Statistics, connection: Parameters<Statistics['at']>[1] = CONNECTION) =>
  statistics.at(0, connection, SENDING)

it('has the way and the rate at which this client sends, and nobody before anybody is heard', () => {
  expect(shown(new Statistics())).toEqual({
    atMs: 0,
    connection: { path: 'relay', rttMs: 40, quality: 'good', bitrate: 32_000, messageMs: 20 },
    speakers: [],
    lagMs: 0,
    quality: 'good',
  })
})

it('tells who is played, and how late', () => {
  const statistics = new Statistics()
  statistics.push(
    [
      [7, figures({ playedMs: 900 })],
      [8, figures({ playedMs: 300, delayMs: 900 })],
    ],
    1_000,
  )
  statistics.push(
    [
      [7, figures({ playedMs: 1_900 })],
      [8, figures({ playedMs: 300, delayMs: 900 })],
    ],
    2_000,
  )
  const { speakers, lagMs } = shown(statistics)
  expect(speakers.map(({ member, isPlaying }) => [member, isPlaying])).toEqual([
    [7, true],
    [8, false],
  ])
  expect(lagMs).toBe(60 + 20)
})

it('counts what was made up of the last ten seconds, and forgets what was before', () => {
  const statistics = new Statistics()
  statistics.push([[7, figures({ playedMs: 1_000, concealedMs: 1_000 })]], 0)
  for (let second = 1; second <= 10; second += 1) {
    statistics.push(
      [[7, figures({ playedMs: 1_000 + 960 * second, concealedMs: 1_000 + 40 * second })]],
      second * 1_000,
    )
  }
  const [speaker] = shown(statistics).speakers
  expect(speaker?.concealedShare).toBeCloseTo(0.04)
  expect(speaker?.quality).toBe('fair')
})

it.each([
  ['good', { jitterMs: 15 }],
  ['fair', { jitterMs: 16 }],
  ['poor', { jitterMs: 51 }],
  ['good', { concealedMs: 9 }],
  ['fair', { concealedMs: 40 }],
  ['poor', { concealedMs: 60 }],
] as const)('calls it %s: %j', (quality, changes) => {
  const statistics = new Statistics()
  statistics.push([[7, figures({ playedMs: 1_000, ...changes })]], 0)
  expect(shown(statistics)).toMatchObject({ speakers: [{ quality }], quality })
})

it('is as good as the worst of the line and of those who are played', () => {
  const statistics = new Statistics()
  expect(shown(statistics, { rttMs: 200, quality: 'fair' }).quality).toBe('fair')
  statistics.push([[7, figures({ playedMs: 100, jitterMs: 80 })]], 0)
  expect(shown(statistics, { rttMs: 200, quality: 'fair' }).quality).toBe('poor')
  statistics.push([[7, figures({ playedMs: 100, jitterMs: 80 })]], 1_000)
  expect(shown(statistics).quality).toBe('good')
})

it('forgets whoever the playout has forgotten', () => {
  const statistics = new Statistics()
  statistics.push([[7, figures()]], 0)
  statistics.push([], 1_000)
  expect(shown(statistics).speakers).toEqual([])
})
