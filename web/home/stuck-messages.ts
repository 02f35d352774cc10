/**
 * Messages to a room that lets us in no more: those that still wait to be sent, until they are taken back, and those that lie
 * here as drafts, to be listened to, saved or thrown away. Draws nothing.
 */

import { signal } from '@preact/signals'
import type { MessageDraft, OutgoingMessage } from '../../src/client/index.ts'
import { Drafts } from '../room/messages/drafts.ts'
import type { GoingMessages } from '../room/messages/messages-in-page.ts'
import { Preview } from '../room/messages/preview.ts'
import { Undo } from '../room/messages/undo.ts'

export class StuckMessages {
  readonly outgoing = signal<readonly OutgoingMessage[]>([])
  readonly drafts: Drafts
  readonly preview: Preview

  readonly #undo = new Undo()
  readonly #end: () => void

  constructor(messages: GoingMessages, audio: HTMLAudioElement) {
    this.drafts = new Drafts(messages)
    this.preview = new Preview(audio, () => undefined)
    const read = () => {
      this.outgoing.value = messages.outgoing.filter(({ state }) => state !== 'sent')
    }
    this.#end = messages.on('change', read)
    read()
  }

  /** Brings back what was thrown away last. */
  get undo(): Undo['way'] {
    return this.#undo.way
  }

  get count(): number {
    return this.outgoing.value.length + this.drafts.all.value.length
  }

  discard(draft: MessageDraft): void {
    this.preview.stop()
    this.#undo.offer(this.drafts.discard(draft))
  }

  dispose(): void {
    this.#undo.forget()
    this.#end()
    this.drafts.dispose()
    this.preview.dispose()
  }
}
