/**
 * Shows who is heard how loud: writes each member's level straight into the style of the elements that draw it,
 * 20 times a second, so that nothing renders for it. The levels are those of the packets; nothing here invents motion.
 */

import { signal } from '@preact/signals'
import { loudness } from '../devices/loudness.ts'

/** A word is over, a sentence is not: how long somebody counts as speaking after the last sound. */
const SPEAKING_FOR_MS = 300

export class LevelBoard {
  /** When each member was last heard, by `performance.now()`. */
  readonly heardAtMs = new Map<number, number>()
  /** Members heard this moment, changing only when somebody starts or stops. */
  readonly speaking = signal<ReadonlySet<number>>(new Set())
  /** What is being sent of my own voice, 0…1; 0 while nothing is. */
  ownLoudness = 0

  readonly #elements = new Map<number, Set<HTMLElement>>()

  /** Draws `member`'s level on `element` until the returned function is called. */
  draw(member: number, element: HTMLElement): () => void {
    const drawn = this.#elements.get(member) ?? new Set()
    this.#elements.set(member, drawn.add(element))
    return () => {
      drawn.delete(element)
      if (drawn.size === 0) this.#elements.delete(member)
    }
  }

  show(levels: ReadonlyMap<number, number>, me: number): void {
    const nowMs = performance.now()
    for (const [member, level] of levels) if (loudness(level) > 0) this.heardAtMs.set(member, nowMs)
    this.ownLoudness = levels.has(me) ? loudness(levels.get(me) ?? 0) : 0
    for (const [member, elements] of this.#elements) {
      const level = levels.get(member)
      const value = level === undefined ? '0' : loudness(level).toFixed(2)
      for (const element of elements) element.style.setProperty('--level', value)
    }
    this.#showSpeaking(nowMs)
  }

  #showSpeaking(nowMs: number): void {
    const before = this.speaking.peek()
    const now = new Set<number>()
    for (const [member, atMs] of this.heardAtMs) if (nowMs - atMs < SPEAKING_FOR_MS) now.add(member)
    if (now.size !== before.size || [...now].some((member) => !before.has(member))) this.speaking.value = now
  }
}
