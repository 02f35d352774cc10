/** Browsers that may clear a site's data when they run out of room do not clear that of one that is to persist. */

let hasAsked = false

/** Once in a page: some browsers ask their user. What they say, nothing depends on. */
export async function askToPersist(): Promise<void> {
  if (hasAsked) return
  hasAsked = true
  const { storage } = navigator
  if (!(await storage?.persisted?.().catch(() => true))) await storage?.persist?.().catch(() => false) // as it was
}
