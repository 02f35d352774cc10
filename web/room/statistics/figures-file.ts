/**
 * The figures as text, to send to whoever is to find out why it sounded badly. The room is not named in it, and people are
 * their numbers in that room. Pure.
 */

import type { RoomStatistics } from '../../../src/client/index.ts'
import { stampOf } from '../../app/save-file.ts'

/** No ear tells a thousandth of a millisecond. */
const DIGITS = 1_000

export function figuresText(samples: readonly RoomStatistics[], madeAtMs: number): string {
  const file = { figures: 'earshot', madeAt: new Date(madeAtMs).toISOString(), samples }
  return JSON.stringify(file, (_, value) => (typeof value === 'number' ? Math.round(value * DIGITS) / DIGITS : value))
}

export const figuresName = (madeAtMs: number): string => `earshot-figures-${stampOf(madeAtMs)}.json`
