/**
 * Drafts for which the disk has no room: the messages' worker has them, as long as the page is open, and says so. For the page.
 *
 * Next: src/client/messages/draft-desk.ts
 */

import type { FoundMessage, ToldOfMessage } from './messages-words.ts'

export class DraftsInPage {
  readonly #changed: () => void
  readonly #found = new Map<string, FoundMessage>()

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get all(): FoundMessage[] {
    return [...this.#found.values()]
  }

  follow(event: ToldOfMessage): void {
    if (event.tell === 'left') this.#found.set(event.message, event.draft)
    else if (!isInHand(event) || !this.#found.delete(event.message)) return
    this.#changed()
  }

  /** The worker broke, and they with it. */
  lose(): void {
    if (this.#found.size === 0) return
    this.#found.clear()
    this.#changed()
  }
}

/** Somebody works on it again. */
const isInHand = (event: ToldOfMessage): boolean =>
  event.tell === 'taken-up' || (event.tell === 'message' && event.view.phase !== 'gone')
