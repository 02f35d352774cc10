/**
 * Whether this room keeps what is said, whether what I say is kept, and what of it still waits: the SDK's word as signals.
 * Nobody is kept unasked: without an answer that stands, mine is not. Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Participant, Room, TalkLoss } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { words } from '../../i18n/language.ts'
import { answerFor, type Days, rememberAnswer, stands } from './keep-answers.ts'

/** What is said is stored once a second; more than these many seconds of it is a line that does not keep up. */
const WAITING_FROM_MS = 3_000

export class Keeping {
  /** This room keeps the talk of those who agree. */
  readonly isOn = signal(false)
  readonly days = signal<Days>(null)
  /** What I say is kept. */
  readonly mine: ReadonlySignal<boolean>
  /** Somebody has to answer first, and until then mine is not kept. */
  readonly asks: ReadonlySignal<boolean>
  /** How much of what I said is not stored yet. */
  readonly unkeptMs = signal(0)
  /** So much that a person should know. */
  readonly isWaiting: ReadonlySignal<boolean>

  /** Something that I said will never be kept, and why. */
  readonly lost = signal<TalkLoss | undefined>(undefined)

  readonly #room: Room
  readonly #endings: (() => void)[]

  constructor(room: Room, me: ReadonlySignal<Participant>, isConnected: () => boolean) {
    this.#room = room
    this.mine = computed(() => this.isOn.value && me.value.keep)
    this.asks = computed(
      () => this.isOn.value && me.value.role !== 'listener' && !stands(answerFor(room.id), this.days.value),
    )
    this.isWaiting = computed(() => this.unkeptMs.value > (isConnected() ? WAITING_FROM_MS : 0))
    this.#read()
    this.unkeptMs.value = room.unkeptMs
    this.#endings = [
      room.on('room', () => this.#hear()),
      room.on('unkept', () => {
        this.unkeptMs.value = room.unkeptMs
      }),
      room.on('talk-lost', (why) => {
        this.lost.value = why
      }),
    ]
  }

  /** My answer, for this room and from now on. */
  answer(keep: boolean): void {
    rememberAnswer({ room: this.#room.id, keep, days: this.days.peek() })
    this.#room.setKeep(keep)
    announce(keep ? words.peek().keeping.nowKept : words.peek().keeping.nowNotKept)
  }

  dispose(): void {
    for (const end of this.#endings.splice(0)) end()
  }

  #hear(): void {
    const before = this.isOn.peek()
    this.#read()
    const isOn = this.isOn.peek()
    if (before === isOn) return
    announce(isOn ? words.peek().keeping.started : words.peek().keeping.stopped)
  }

  #read(): void {
    this.isOn.value = this.#room.keepTalk
    this.days.value = this.#room.keepDays
    // A yes was to fewer days than the room keeps now: it is withdrawn until it is given again.
    if (this.asks.peek() && this.#room.me.keep) this.#room.setKeep(false)
  }
}
