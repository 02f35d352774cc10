/** What a trial is: a function of its size and a seed that answers plain figures. */

export const SIZES = ['full', 'small'] as const
/** `full` is what the goals are measured at; `small` fits among the tests. */
export type Size = (typeof SIZES)[number]

export interface TrialOptions {
  size: Size
  seed: number
  /** What happens meanwhile, a line at a time. */
  progress: (line: string) => void
}
