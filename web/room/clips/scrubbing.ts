/** Where in a clip a pointer or a key means (WAI-ARIA APG, slider). Pure. */

/** An arrow moves by a phrase, a page by a tenth of the clip, and never by less than a phrase. */
const ARROW_MS = 5_000
const PAGE_SHARE = 0.1

/** undefined: not a key that moves. */
export function keyedPosition(key: string, positionMs: number, durationMs: number): number | undefined {
  const within = (ms: number) => Math.min(durationMs, Math.max(0, ms))
  const pageMs = Math.max(ARROW_MS, durationMs * PAGE_SHARE)
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return within(positionMs + ARROW_MS)
    case 'ArrowLeft':
    case 'ArrowDown':
      return within(positionMs - ARROW_MS)
    case 'PageUp':
      return within(positionMs + pageMs)
    case 'PageDown':
      return within(positionMs - pageMs)
    case 'Home':
      return 0
    case 'End':
      return durationMs
    default:
      return undefined
  }
}

export const pointedPosition = (x: number, widthPx: number, durationMs: number): number =>
  widthPx === 0 ? 0 : Math.min(1, Math.max(0, x / widthPx)) * durationMs
