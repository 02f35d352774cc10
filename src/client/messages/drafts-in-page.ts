/**
 * Drafts for which the disk has no room: the messages' worker has them, as long as the page is open, and says so. For the page.
 *
 * Next: src/client/messages/draft-desk.ts
 */

import type { OfMessage } from './messages-link.ts'
import type { FoundMessage } from './messages-words.ts'

export class DraftsInPage {
  readonly #changed: () => void
  readonly #found = new Map<string, FoundMessage>()

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get all(): FoundMessage[] {
    return [...this.#found.values()]
  }

  follow(event: OfMessage): void {
    if (event.tell === 'left') this.#found.set(event.message, event.draft)
    else if (!isInHand(event) || !this.#found.delete(event.message)) return
    this.#changed()
  }

  /** The worker broke, and they with it. */
  lose(): void {
    this.#found.clear()
  }
}

/** Somebody works on it again. */
const isInHand = (event: OfMessage): boolean =>
  event.tell === 'taken-up' || (event.tell === 'message' && event.view.phase !== 'gone')
