/** For how many days clips are kept: one of four, where the room is made and where its owner changes it. */

import type { Signal } from '@preact/signals'
import { words } from '../../i18n/language.ts'
import { Segments } from '../../settings/segments.tsx'
import type { Days } from './keep-answers.ts'

/** What the segments hold: a number of days, or `never`. */
export type DaysChoice = '7' | '30' | '90' | 'never'

export const USUAL_DAYS: DaysChoice = '30'

export const daysOf = (choice: DaysChoice): Days => (choice === 'never' ? null : Number(choice))

/** Of days that are none of the four, as another program may set them, the next longer is shown as chosen. */
export function choiceOf(days: Days): DaysChoice {
  if (days === null || days > 90) return 'never'
  return days <= 7 ? '7' : days <= 30 ? '30' : '90'
}

export function DaysSegments({ choice }: { choice: Signal<DaysChoice> }) {
  const w = words.value.keeping
  return (
    <Segments
      legend={w.howLong}
      setting={choice}
      options={[
        { value: '7', label: w.days(7) },
        { value: '30', label: w.days(30) },
        { value: '90', label: w.days(90) },
        { value: 'never', label: w.untilDeleted },
      ]}
    />
  )
}
