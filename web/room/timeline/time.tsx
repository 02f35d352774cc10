/** The time of day at which something was said or written. */

import { timeOf } from '../../i18n/language.ts'

export function Time({ atMs }: { atMs: number }) {
  return (
    <time class="figures" dateTime={new Date(atMs).toISOString()}>
      {timeOf(atMs)}
    </time>
  )
}
