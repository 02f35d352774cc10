/**
 * Messages that lie on this device and were not sent, as a signal: read when the SDK says that something has changed, and
 * once more a little later, when whoever held one has let go of it. Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { MessageDraft, VoiceMessages } from '../../../src/client/index.ts'
import { onlyProgressed, type Progressed } from './outgoing.ts'

/** A worker closes its files within moments of being told. */
const ONCE_MORE_AFTER_MS = 1_000

export class Drafts {
  /** The newest first, without those that are on their way or thrown away. */
  readonly all: ReadonlySignal<readonly MessageDraft[]>

  readonly #sdk: Pick<VoiceMessages, 'drafts' | 'outgoing' | 'on'>
  readonly #found = signal<readonly MessageDraft[]>([])
  readonly #discarded = signal<ReadonlySet<string>>(new Set())
  readonly #end: () => void
  #before: readonly Progressed[] = []
  #onceMore: ReturnType<typeof setTimeout> | undefined

  constructor(sdk: Pick<VoiceMessages, 'drafts' | 'outgoing' | 'on'>) {
    this.#sdk = sdk
    this.all = computed(() => this.#found.value.filter(({ id }) => !this.#discarded.value.has(id)))
    this.#end = sdk.on('change', () => this.#look())
    this.#look()
  }

  /** Throws one away; what it returns undoes that. */
  discard(draft: MessageDraft): () => Promise<void> {
    draft.discard()
    this.#discarded.value = new Set(this.#discarded.peek()).add(draft.id)
    return async () => {
      await draft.restore().catch(() => undefined) // EarshotError: it was too late, and it is gone
      this.#discarded.value = new Set([...this.#discarded.peek()].filter((id) => id !== draft.id))
      await this.#read()
    }
  }

  dispose(): void {
    clearTimeout(this.#onceMore)
    this.#end()
  }

  /** Reading them is reading files: not for each per cent of what is being sent. */
  #look(): void {
    const now = this.#sdk.outgoing.map(({ id, state, progress }) => ({ id, state, progress }))
    const isProgress = onlyProgressed(this.#before, now)
    this.#before = now
    if (isProgress) return
    clearTimeout(this.#onceMore)
    this.#onceMore = setTimeout(() => void this.#read(), ONCE_MORE_AFTER_MS)
    void this.#read()
  }

  async #read(): Promise<void> {
    const drafts = await this.#sdk.drafts().catch(() => []) // none can be read here: there are none to offer
    const underWay = new Set(this.#sdk.outgoing.map(({ id }) => id))
    this.#found.value = drafts.filter(({ id }) => !underWay.has(id))
  }
}
