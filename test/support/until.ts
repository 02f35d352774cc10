/**
 * Waiting for a condition outside this process: asks again until it holds. For process and browser tests alone; a unit
 * test owns its clock and waits for nothing.
 */

const POLL_MS = 25

/** Answers what `probe` answers first that is not false or undefined; rejects after `withinMs`, naming what was awaited. */
export async function until<T>(
  probe: () => T | Promise<T>,
  what: string,
  withinMs = 10_000,
): Promise<Exclude<T, false | undefined>> {
  const deadlineMs = performance.now() + withinMs
  while (performance.now() < deadlineMs) {
    const answer = await probe()
    if (answer !== false && answer !== undefined) return answer as Exclude<T, false | undefined>
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`Waited ${withinMs} ms in vain for ${what}.`)
}
