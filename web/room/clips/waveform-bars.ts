/**
 * From a clip's waveform to the bars that draw it, as many as its place has room for. Pure.
 */

import { heightsOf } from './waveform-scale.ts'

/** One bar and the gap behind it, in CSS pixels; the stroke is in web/style/clips.css. */
export const BAR_PITCH_PX = 4
export const BAR_WIDTH_PX = 2.5

export interface Place {
  widthPx: number
  heightPx: number
}

export const barCount = (widthPx: number): number => Math.max(0, Math.floor(widthPx / BAR_PITCH_PX))

/** Upright strokes around the middle; silence is a row of dots. */
export function waveformPath(waveform: readonly number[], { widthPx, heightPx }: Place): string {
  const middle = heightPx / 2
  const reach = Math.max(0, middle - BAR_WIDTH_PX / 2)
  const strokes = heightsOf(waveform, barCount(widthPx)).map((height, bar) => {
    const x = bar * BAR_PITCH_PX + BAR_PITCH_PX / 2
    // A stroke of no length has no caps in some browsers.
    const half = Math.max(0.1, height * reach)
    return `M${x} ${round(middle - half)}V${round(middle + half)}`
  })
  return strokes.join('')
}

const round = (value: number): number => Math.round(value * 100) / 100
