/**
 * What one member knows of the room, kept by the SDK's own rules from what the room says: who is here and how, and the
 * log without gaps.
 */

import { EntryLog } from '../../src/client/entry-log.ts'
import { Members, type MembersChange } from '../../src/client/members.ts'
import type { MemberView, ReadEntry, RoomMessage } from '../../src/protocol/room-message.ts'

export class Witness {
  /** The others, by number. */
  readonly others = new Map<number, MemberView>()
  self: MemberView | undefined
  readonly entries: ReadEntry[] = []
  /** Every message in which somebody else was said to be gone. */
  departures = 0
  readonly #members = new Members()
  readonly #log = new EntryLog()

  /** For `MemberOptions.onMessage`. */
  readonly hear = (message: RoomMessage): void => {
    const nowMs = performance.now()
    this.#apply(this.#members.tick(nowMs))
    switch (message.type) {
      case 'welcome':
        this.#log.begin(message.lastEntry)
        this.#apply(this.#members.welcomed(message, this.self === undefined, nowMs))
        this.self = message.self
        break
      case 'joined':
        this.#apply(this.#members.described(message.members))
        break
      case 'state':
        this.#apply(this.#members.changed(message.members))
        break
      case 'left':
        this.#apply(this.#members.left(message.members))
        break
      case 'entry':
        this.entries.push(...this.#log.take(message.entries))
        break
    }
  }

  /** For `MemberOptions.after`. */
  readonly lastEntry = (): number => this.#log.last

  /** Entries that have come ahead of others; undefined when none have. */
  get gap(): { before: number; limit: number } | undefined {
    return this.#log.gap()
  }

  /** What a page of the log brought. */
  readPage(entries: readonly ReadEntry[]): void {
    this.entries.push(...this.#log.take(entries))
  }

  /** Those whose time to come back is over go, as the SDK lets them go when the time comes. */
  lookAtTheClock(): void {
    this.#apply(this.#members.tick(performance.now()))
  }

  #apply({ described, left }: MembersChange): void {
    for (const view of described) if (view.member !== this.self?.member) this.others.set(view.member, view)
    for (const { member } of left) {
      this.others.delete(member)
      this.departures += 1
    }
  }
}
