/** The report of the upload soak: the figures of both sides in one. */

import { describe, expect, it } from 'vitest'
import type { BrowserSoakFigures } from '../../../bench/upload/browser-kills.ts'
import type { UploadSoakFigures } from '../../../bench/upload/kills.ts'
import { soakFigures } from '../../../bench/upload/soak-figures.ts'

const FIGURES = ['kills', 'lostBytes', 'lostSeconds', 'duplicates', 'invalidClips', 'restartsFromZero'] as const

const runtime = (changes: Partial<UploadSoakFigures> = {}): UploadSoakFigures => ({
  ...{ kills: 4, seed: 1, seconds: 10, messages: 6, bytes: 6_000, comparisons: 20, findings: [] },
  ...{ lostBytes: 0, lostSeconds: 0, duplicates: 0, invalidClips: 0, restartsFromZero: 0 },
  ...changes,
})
const browser = (changes: Partial<BrowserSoakFigures> = {}): BrowserSoakFigures => ({
  ...runtime({ kills: 1 }),
  lastWordsMs: { median: 80, most: 120 },
  ...changes,
})

describe('figures of the upload soak', () => {
  it('are six, and all but the kills are zero where nothing went wrong', () => {
    const figures = soakFigures(runtime(), browser())
    expect(FIGURES.map((figure) => figures[figure])).toEqual([5, 0, 0, 0, 0, 0])
    expect(figures).toMatchObject({ isSpotless: true, runtime: { kills: 4 }, browser: { kills: 1 } })
  })

  it.each(FIGURES.slice(1))('have the %s of either side', (figure) => {
    const both = soakFigures(runtime({ [figure]: 2 }), browser({ [figure]: 3 }))
    expect(both).toMatchObject({ [figure]: 5, isSpotless: false })
    expect(soakFigures(runtime(), browser({ [figure]: 3 }))).toMatchObject({ [figure]: 3, isSpotless: false })
  })

  it('leave out a side that was not killed', () => {
    expect(soakFigures(null, browser())).toMatchObject({ kills: 1, isSpotless: true, runtime: null })
    expect(soakFigures(runtime({ findings: ['A request was refused with 415.'] }), null).isSpotless).toBe(false)
  })
})
