/**
 * Which slots of a session are stored: runs without gaps, in order, in the few numbers that they take. Pure.
 */

/** From the first slot up to, not with, the last; `starts`: it begins with a talk-start. */
export type SlotRun = readonly [from: number, to: number, starts: boolean]

/** Whether the packet that begins at `slot` is stored already. */
export function coversSlot(runs: readonly SlotRun[], slot: number): boolean {
  const run = runs[placeOf(runs, slot) - 1]
  return run !== undefined && slot < run[1]
}

/** `runs` and one packet more, from `from` up to `to`, whose slot none of them covers. */
export function withRun(runs: readonly SlotRun[], [from, to, starts]: SlotRun): SlotRun[] {
  const at = placeOf(runs, from)
  const previous = runs[at - 1]
  const next = runs[at]
  const joinsPrevious = previous !== undefined && previous[1] >= from
  const joinsNext = next !== undefined && to >= next[0]
  const head: SlotRun = joinsPrevious ? previous : [from, to, starts || (joinsNext && next[2])]
  const end = Math.max(head[1], to, joinsNext ? next[1] : 0)
  return runs.toSpliced(joinsPrevious ? at - 1 : at, Number(joinsPrevious) + Number(joinsNext), [head[0], end, head[2]])
}

/** Whether nothing is missing: every gap is one that a talk-start explains [W20]. */
export const isUnbroken = (runs: readonly SlotRun[]): boolean => runs.every(([, , starts]) => starts)

/** How many runs begin at or before `slot`. */
function placeOf(runs: readonly SlotRun[], slot: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[middle] as SlotRun)[0] <= slot) low = middle + 1
    else high = middle
  }
  return low
}
