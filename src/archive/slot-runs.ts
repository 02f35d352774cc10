/**
 * Which slots of a session are stored: runs without gaps, in order, in the few numbers that they take. Pure.
 */

/** From the first slot up to, not with, the last; `starts`: it begins with a talk-start. */
export type SlotRun = readonly [from: number, to: number, starts: boolean]

/** Whether the packet that begins at `slot` is stored already. */
export const coversSlot = (runs: readonly SlotRun[], slot: number): boolean =>
  runs.some(([from, to]) => slot >= from && slot < to)

/** `runs` and one packet more, from `from` up to `to`; it touches none of them but at its ends. */
export function withRun(runs: readonly SlotRun[], [from, to, starts]: SlotRun): SlotRun[] {
  const before = runs.filter((run) => run[0] < from)
  const after = runs.filter((run) => run[0] >= from)
  const previous = before.at(-1)
  const next = after[0]
  let merged: SlotRun = [from, to, starts]
  if (previous !== undefined && previous[1] >= from) merged = [previous[0], Math.max(previous[1], to), previous[2]]
  if (next !== undefined && merged[1] >= next[0]) merged = [merged[0], Math.max(merged[1], next[1]), merged[2]]
  const joinsPrevious = previous !== undefined && merged[0] === previous[0]
  const joinsNext = next !== undefined && merged[1] >= next[1]
  return [...(joinsPrevious ? before.slice(0, -1) : before), merged, ...(joinsNext ? after.slice(1) : after)]
}

/** Whether nothing is missing: every gap is one that a talk-start explains [W20]. */
export const isUnbroken = (runs: readonly SlotRun[]): boolean => runs.every(([, , starts]) => starts)
