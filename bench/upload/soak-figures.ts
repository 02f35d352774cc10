/** What both sides of the soak of uploads came to, in one report: sums, and each side by itself beside them. Pure. */

import type { BrowserSoakFigures } from './browser-kills.ts'
import type { UploadSoakFigures } from './kills.ts'
import { isSpotless } from './verdict.ts'

export interface SoakFigures {
  /** Of the runtime and of the browser. */
  kills: number
  lostBytes: number
  lostSeconds: number
  duplicates: number
  invalidClips: number
  restartsFromZero: number
  isSpotless: boolean
  runtime: UploadSoakFigures | null
  browser: BrowserSoakFigures | null
}

/** Null: that side was not killed. */
export function soakFigures(runtime: UploadSoakFigures | null, browser: BrowserSoakFigures | null): SoakFigures {
  const sides = [runtime, browser].filter((side) => side !== null)
  const sumOf = (figure: 'kills' | 'lostBytes' | 'lostSeconds' | 'duplicates' | 'invalidClips' | 'restartsFromZero') =>
    sides.reduce((sum, side) => sum + side[figure], 0)
  return {
    kills: sumOf('kills'),
    lostBytes: sumOf('lostBytes'),
    lostSeconds: sumOf('lostSeconds'),
    duplicates: sumOf('duplicates'),
    invalidClips: sumOf('invalidClips'),
    restartsFromZero: sumOf('restartsFromZero'),
    isSpotless: sides.every(isSpotless),
    runtime,
    browser,
  }
}
