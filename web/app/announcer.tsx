/** The polite live region itself. */

import { spoken } from './announce.ts'

export function Announcer() {
  const { even, text } = spoken.value
  return (
    <div class="unseen announcer">
      <p role="status">{even ? text : ''}</p>
      <p role="status">{even ? '' : text}</p>
    </div>
  )
}
