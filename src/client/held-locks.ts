/** Which Web Locks of this site somebody holds now, in whatever tab: none where there are no locks. */
export async function heldLocks(): Promise<ReadonlySet<string | undefined>> {
  return new Set(((await navigator.locks?.query())?.held ?? []).map(({ name }) => name))
}
