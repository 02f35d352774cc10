/**
 * Asks before a page is closed that alone has a message: one on its way, a draft, or what is being recorded. It does so in
 * whichever room one is by then, or in none. Draws nothing: the words are the browser's.
 */

import type { VoiceMessages } from '../../../src/client/index.ts'

type Needing = Pick<VoiceMessages, 'needsPage'>

const watched = new Set<Needing>()

export function askBeforeClosing(messages: Needing): void {
  if (watched.size === 0) addEventListener('beforeunload', askWhereNeeded)
  watched.add(messages)
}

function askWhereNeeded(event: BeforeUnloadEvent): void {
  if ([...watched].some(({ needsPage }) => needsPage)) event.preventDefault()
}
