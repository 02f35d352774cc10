/** Does something once the page has nothing else to do, for what can wait. */

/** A page that never has a moment gets it all the same. */
const IDLE_WITHIN_MS = 5_000
/** Safari tells of no idle moments. After so long the room has been drawn. */
const SETTLED_AFTER_MS = 1_000

/** Returns what calls it off. */
export function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const asked = requestIdleCallback(act, { timeout: IDLE_WITHIN_MS })
    return () => cancelIdleCallback(asked)
  }
  const timer = setTimeout(act, SETTLED_AFTER_MS)
  return () => clearTimeout(timer)
}
