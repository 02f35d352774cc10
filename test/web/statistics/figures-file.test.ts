/** The figures as text. */

import { expect, it } from 'vitest'
import { figuresName, figuresText } from '../../../web/room/statistics/figures-file.ts'
import { roomFigures, speakerFigures } from '../../support/room-figures.ts'

const MADE_AT_MS = Date.UTC(2026, 10, 21, 12, 5, 6, 789)

it('holds every figure, of no more digits than mean anything', () => {
  const sample = roomFigures({ speakers: [speakerFigures({ delayMs: 41.123_456 })] })
  const file = JSON.parse(figuresText([sample], MADE_AT_MS))
  expect(file.madeAt).toBe('2026-11-21T12:05:06.789Z')
  expect(file.samples).toEqual([{ ...sample, speakers: [speakerFigures({ delayMs: 41.123 })] }])
})

it('keeps the times as they are', () => {
  const file = JSON.parse(figuresText([roomFigures({ atMs: MADE_AT_MS })], MADE_AT_MS))
  expect(file.samples[0].atMs).toBe(MADE_AT_MS)
})

it('is saved under a name that every file system takes', () => {
  expect(figuresName(MADE_AT_MS)).toBe('earshot-figures-2026-11-21T12-05-06.json')
})
