/**
 * Notices that whoever started this process is gone: a signal to `npm` ends npm and its shell, and would leave what they
 * started behind, with its port. Windows tells nothing of it, so there nothing changes.
 */

const LOOK_EVERY_MS = 1_000

/** Calls `act` once when this process has another parent than it began with. Keeps nothing running. */
export function whenParentGone(/** @type {() => void} */ act, everyMs = LOOK_EVERY_MS) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    act()
  }, everyMs)
  watch.unref()
}
