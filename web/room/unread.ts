/**
 * How much of what others wrote and said here has not been looked at: what was missed before this visit, as home counts it,
 * and what has come since. Looking at the messages ends both. Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Entry, Room } from '../../src/client/index.ts'
import type { Listening } from './clips/listening.ts'
import { isPlayable } from './clips/next-to-play.ts'

/** As many as one page brings. */
const ASKED_FOR = 100

interface UnreadParts {
  room: { on: Room['on']; clips: Pick<Room['clips'], 'page'> }
  entries: ReadonlySignal<readonly Entry[]>
  listening: Pick<Listening, 'isNew'>
  /** Texts that came while one was away, where home has asked for them. */
  missedTexts: number
}

export class Unread {
  readonly count: ReadonlySignal<number>
  /** The messages are on the screen. */
  readonly isShown = signal(false)

  readonly #came = signal(0)
  readonly #hasLooked = signal(false)
  /** Who has heard which clip is known: before that all of them would count. */
  readonly #isTold = signal(false)
  /** Number of the first entry that came during this visit. */
  readonly #firstLive = signal(Number.POSITIVE_INFINITY)
  readonly #endings: (() => void)[]

  constructor({ room, entries, listening, missedTexts }: UnreadParts) {
    const missedClips = computed(() => {
      if (!this.#isTold.value) return 0
      const before = entries.value.filter(isPlayable).filter(({ number }) => number < this.#firstLive.value)
      return before.filter((entry) => listening.isNew(entry)).length
    })
    this.count = computed(() => this.#came.value + (this.#hasLooked.value ? 0 : missedTexts + missedClips.value))
    this.#endings = [
      room.on('clips', () => {
        this.#isTold.value = true
      }),
      this.#askOnce(room.clips, entries),
    ]
  }

  /** Something has come. `counts`: it is for me to read or to hear. */
  hear({ number }: Entry, counts: boolean): void {
    this.#firstLive.value = Math.min(this.#firstLive.peek(), number)
    if (counts && (!this.isShown.peek() || document.hidden)) this.#came.value += 1
  }

  show(shown: boolean): void {
    this.isShown.value = shown
    this.look()
  }

  /** Somebody looks at the page. */
  look(): void {
    if (!this.isShown.peek() || document.hidden) return
    this.#came.value = 0
    this.#hasLooked.value = true
  }

  dispose(): void {
    for (const end of this.#endings.splice(0)) end()
  }

  /** The log comes a moment after the welcome; a room without clips is asked nothing. */
  #askOnce(clips: Pick<Room['clips'], 'page'>, entries: ReadonlySignal<readonly Entry[]>): () => void {
    let hasAsked = false
    return entries.subscribe((now) => {
      if (hasAsked || !now.some(isPlayable)) return
      hasAsked = true
      clips.page({ limit: ASKED_FOR }).catch(() => {
        hasAsked = false // EarshotError: until something else comes what was missed is not counted
      })
    })
  }
}
