/** Waiting by the clock: a trial lasts as long as it lasts. */

/** Resolves when `performance.now()` has reached `atMs`. */
export async function momentAt(atMs: number): Promise<void> {
  for (let leftMs = atMs - performance.now(); leftMs > 0; leftMs = atMs - performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, leftMs))
  }
}

/** Resolves so long from now. */
export const after = (ms: number): Promise<void> => momentAt(performance.now() + ms)
