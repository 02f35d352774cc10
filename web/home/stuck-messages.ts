/**
 * Messages to a room that lets us in no more: those that still wait to be sent, until they are taken back, and those that lie
 * here as drafts, to be listened to, saved or thrown away. Draws nothing.
 */

import { signal } from '@preact/signals'
import type { MessageDraft, OutgoingMessage } from '../../src/client/index.ts'
import { announce } from '../app/announce.ts'
import { words } from '../i18n/language.ts'
import { Drafts } from '../room/messages/drafts.ts'
import type { GoingMessages } from '../room/messages/messages-in-page.ts'
import { Preview } from '../room/messages/preview.ts'

/** For so long what was thrown away can be brought back (the SDK keeps it for as long). */
const UNDO_MS = 10_000

export class StuckMessages {
  readonly outgoing = signal<readonly OutgoingMessage[]>([])
  readonly drafts: Drafts
  readonly preview: Preview
  /** Brings back what was thrown away last. */
  readonly undo = signal<(() => void) | undefined>(undefined)

  readonly #end: () => void
  #undoTimer: ReturnType<typeof setTimeout> | undefined

  constructor(messages: GoingMessages, audio: HTMLAudioElement) {
    this.drafts = new Drafts(messages)
    this.preview = new Preview(audio, () => undefined)
    const read = () => {
      this.outgoing.value = messages.outgoing.filter(({ state }) => state !== 'sent')
    }
    this.#end = messages.on('change', read)
    read()
  }

  get count(): number {
    return this.outgoing.value.length + this.drafts.all.value.length
  }

  discard(draft: MessageDraft): void {
    this.preview.stop()
    clearTimeout(this.#undoTimer)
    const undo = this.drafts.discard(draft)
    announce(words.peek().messages.discardedNow)
    this.undo.value = () => {
      this.#forgetUndo()
      void undo()
    }
    this.#undoTimer = setTimeout(() => this.#forgetUndo(), UNDO_MS)
  }

  dispose(): void {
    this.#forgetUndo()
    this.#end()
    this.drafts.dispose()
    this.preview.dispose()
  }

  #forgetUndo(): void {
    clearTimeout(this.#undoTimer)
    this.undo.value = undefined
  }
}
