/** How attacks ended, by kind, against how they should have. */

import type { Attack, Ending } from './attack.ts'

/** A close code that the protocol does not know is possible too: this is what is being looked for. */
export type Seen = Ending | number

export interface KindFigures {
  attacks: number
  messages: number
  asExpected: number
  /** What was seen in place of what was expected, and how often. */
  otherwise: Record<string, number>
}

export interface Surprise {
  /** The attack can be made again from the run's seed and this. */
  number: number
  kind: string
  expected: Ending
  seen: Seen
  detail: string
}

const MOST_SURPRISES = 20

export class Tally {
  readonly kinds: Record<string, KindFigures> = {}
  readonly surprises: Surprise[] = []
  messages = 0

  add(number: number, { kind, ends, messages }: Attack, seen: Seen, detail = ''): void {
    this.kinds[kind] ??= { attacks: 0, messages: 0, asExpected: 0, otherwise: {} }
    const figures = this.kinds[kind]
    figures.attacks += 1
    figures.messages += messages.length
    this.messages += messages.length
    if (seen === ends) {
      figures.asExpected += 1
      return
    }
    const what = `${seen} instead of ${ends}`
    figures.otherwise[what] = (figures.otherwise[what] ?? 0) + 1
    if (this.surprises.length < MOST_SURPRISES) this.surprises.push({ number, kind, expected: ends, seen, detail })
  }
}
