/**
 * What is said through the polite live region: joins, leaves, errors and messages for those who do not see the screen.
 * Who is speaking is never announced here; they hear that.
 */

import { signal } from '@preact/signals'

/** Two regions in turn: saying the same words twice must change a region's text each time. */
export const spoken = signal({ even: true, text: '' })

export function announce(text: string): void {
  spoken.value = { even: !spoken.peek().even, text }
}
