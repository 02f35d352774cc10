/** From what a person chose to what the SDK is asked for. Pure. */

import type { GivenRole, InviteOptions } from '../../../src/client/index.ts'

export type Lasts = 'hour' | 'day' | 'week' | 'always'

const HOUR_S = 3_600
const SECONDS: Record<Exclude<Lasts, 'always'>, number> = { hour: HOUR_S, day: 24 * HOUR_S, week: 7 * 24 * HOUR_S }

/** A hall of a thousand, ten times over: who needs more leaves it empty. */
export const MOST_PEOPLE = 10_000

interface Chosen {
  role: GivenRole
  label: string
  lasts: Lasts
  /** Undefined: any number. */
  maxPeople: number | undefined
}

export const optionsOf = ({ role, label, lasts, maxPeople }: Chosen): InviteOptions => ({
  role,
  ...(label === '' ? {} : { label }),
  ...(lasts === 'always' ? {} : { expiresInSeconds: SECONDS[lasts] }),
  ...(maxPeople === undefined ? {} : { maxPeople }),
})

/** Reads how many people may come; nothing typed is any number. Full-width figures are figures. */
export function peopleOf(typed: string): number | undefined | 'wrong' {
  const plain = typed.normalize('NFKC').trim()
  if (plain === '') return undefined
  const people = /^\d{1,6}$/.test(plain) ? Number(plain) : 0
  return people >= 1 && people <= MOST_PEOPLE ? people : 'wrong'
}
