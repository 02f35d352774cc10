/**
 * How much of what others wrote and said here has not been looked at: what came since the messages were on this browser's screen
 * the last time, in this visit or before. Looking at them ends that, also for voice messages that nobody here has played: those
 * stay marked as new. To whoever is here for the first time, what came before is the room's past. Draws nothing.
 */

import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Entry, Room } from '../../src/client/index.ts'
import type { Listening } from './clips/listening.ts'
import { isPlayable } from './clips/next-to-play.ts'
import type { SeenEntries } from './seen-entries.ts'

/** As many as one page brings. */
const ASKED_FOR = 100

interface UnreadParts {
  room: Pick<Room, 'on' | 'lastEntry'> & { me: Pick<Room['me'], 'person'>; clips: Pick<Room['clips'], 'page'> }
  entries: ReadonlySignal<readonly Entry[]>
  listening: Pick<Listening, 'isNew'>
  seen: SeenEntries
}

export class Unread {
  readonly count: ReadonlySignal<number>
  /** The messages are on the screen. */
  readonly isShown = signal(false)

  /** Voice messages that came during this visit. */
  readonly #came = signal(0)
  /** Number of the last entry that somebody here has seen, or had no need to. */
  readonly #seenUpTo: Signal<number>
  readonly #isFirstVisit: boolean
  /** There was nothing to be seen: the log was empty. */
  readonly #hasSeenNothing = signal(false)
  readonly #room: Pick<Room, 'lastEntry'>
  readonly #entries: ReadonlySignal<readonly Entry[]>
  /** Who has heard which clip is known: before that all of them would count. */
  readonly #isTold = signal(false)
  /** Number of the first entry that came during this visit. */
  readonly #firstLive = signal(Number.POSITIVE_INFINITY)
  readonly #endings: (() => void)[]

  constructor({ room, entries, listening, seen }: UnreadParts) {
    this.#room = room
    this.#entries = entries
    this.#isFirstVisit = seen.upTo === undefined
    this.#seenUpTo = signal(seen.upTo ?? 0)
    const texts = computed(() => {
      const ofOthers = entries.value.filter(({ kind, by }) => kind === 'text' && by?.person !== room.me.person)
      return ofOthers.filter(({ number }) => number > this.#seenUpTo.value).length
    })
    const missedClips = computed(() => {
      if (!this.#isTold.value) return 0
      const [seenUpTo, firstLive] = [this.#seenUpTo.value, this.#firstLive.value]
      const missed = entries.value.filter(isPlayable).filter(({ number }) => number > seenUpTo && number < firstLive)
      return missed.filter((entry) => listening.isNew(entry)).length
    })
    this.count = computed(() => texts.value + this.#came.value + missedClips.value)
    this.#endings = [
      room.on('clips', () => {
        this.#isTold.value = true
      }),
      this.#askOnce(room.clips, entries),
      entries.subscribe(() => this.#take()),
      effect(() => {
        // 0 is worth keeping of a log that is known to be empty: all that comes is new then.
        if (this.#seenUpTo.value > 0 || this.#hasSeenNothing.value) seen.keep(this.#seenUpTo.value)
      }),
    ]
  }

  /** Something has come. `counts`: it is for me to read or to hear. */
  hear({ kind, number }: Entry, counts: boolean): void {
    if (!this.#hasLive) this.#seenUpTo.value = Math.min(this.#seenUpTo.peek(), number - 1)
    this.#firstLive.value = Math.min(this.#firstLive.peek(), number)
    this.#take()
    if (counts && kind !== 'text' && !this.#isLookedAt) this.#came.value += 1
  }

  show(shown: boolean): void {
    this.isShown.value = shown
    this.look()
  }

  /** Somebody looks at the page. */
  look(): void {
    if (!this.#isLookedAt) return
    this.#came.value = 0
    this.#seeAll()
  }

  dispose(): void {
    for (const end of this.#endings.splice(0)) end()
  }

  get #isLookedAt(): boolean {
    return this.isShown.peek() && !document.hidden
  }

  get #hasLive(): boolean {
    return this.#firstLive.peek() < Number.POSITIVE_INFINITY
  }

  /** There are entries that there were not, or older ones. */
  #take(): void {
    if (this.#isLookedAt || (this.#isFirstVisit && !this.#hasLive)) this.#seeAll()
  }

  #seeAll(): void {
    this.#seenUpTo.value = Math.max(this.#seenUpTo.peek(), this.#entries.peek().at(-1)?.number ?? 0)
    if (this.#room.lastEntry === 0) this.#hasSeenNothing.value = true
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
