/** The time of day at which something was said or written; with the date, where it came on another day. */

import { dateAndTimeOf, timeOf, words } from '../../i18n/language.ts'

export function Time({ atMs }: { atMs: number }) {
  return (
    <time class="figures" dateTime={new Date(atMs).toISOString()}>
      {timeOf(atMs)}
    </time>
  )
}

export function Recorded({ atMs }: { atMs: number }) {
  return (
    <time class="figures" dateTime={new Date(atMs).toISOString()}>
      {words.value.clip.recorded(dateAndTimeOf(atMs))}
    </time>
  )
}
