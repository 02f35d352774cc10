/** From delays to figures, and onto the page. */

import { expect, it } from 'vitest'
import { figuresOf } from '../../../bench/mouth-to-ear/figures.ts'
import { mouthToEarTable } from '../../../bench/mouth-to-ear/page.ts'

it('takes all sessions of a path together, and counts what was never heard', () => {
  const figures = figuresOf([
    { delaysMs: [50, 60], said: 2 },
    { delaysMs: [70, 400], said: 3 },
  ])
  expect(figures).toEqual({ medianMs: 60, p95Ms: 400, chirps: 4, said: 5 })
})

it('shows each path in a line of its own', () => {
  const figures = { medianMs: 51.25, p95Ms: 60, chirps: 50, said: 51 }
  const table = mouthToEarTable({ native: figures, relay: figures, stalled: { ...figures, medianMs: 90 } })
  expect(table).toContain('| Earshot | 51.3 ms | 60.0 ms | 50 of 51 |')
  expect(table).toMatch(/stands still.*\| 90\.0 ms \|/)
})
