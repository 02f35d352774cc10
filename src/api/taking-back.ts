/**
 * For the `catch` of what a room has counted and what then failed: the room counts it no more before the error goes on. Where
 * that fails too, it forgets it within the hour (src/archive/messages.ts, UNMADE_KNOWN_MS).
 */

export const takingBack =
  (undo: () => Promise<void>) =>
  async (error: unknown): Promise<never> => {
    await undo().catch(() => undefined) // the error that led here says more
    throw error
  }
