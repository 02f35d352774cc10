/** Whether the window has room for three columns; the same width as in web/style/room.css. */

import { signal } from '@preact/signals'

const query = matchMedia('(min-width: 1000px)')

export const isWide = signal(query.matches)
query.addEventListener('change', ({ matches }) => {
  isWide.value = matches
})
