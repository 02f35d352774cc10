/** A member who sends signals, and notes which of them the room says it cannot deliver, and who is *reconnecting*. */

import type { RoomMessage } from '../../../src/protocol/room-message.ts'
import { randomId } from '../../../test/support/random-id.ts'
import type { MemberLine } from '../../load/member-line.ts'
import { round } from '../../statistics.ts'
import { type Hall, joinAll } from '../hall.ts'

interface Signal {
  id: string
  sentAtMs: number
}

export class SignalSender {
  /** Members who are *reconnecting*, by number. */
  readonly away = new Set<number>()
  readonly #refusedAtMs = new Map<string, number>()
  #line: MemberLine | undefined

  static async join(hall: Hall): Promise<SignalSender> {
    const sender = new SignalSender()
    sender.#line = (await joinAll(hall, 1, () => ({ onMessage: (message) => sender.#hear(message) })))[0]
    return sender
  }

  /** Sends `count` signals to one member, numbered from 0. */
  send(to: number, count: number): Signal[] {
    return Array.from({ length: count }, (_, index) => {
      const signal = { id: randomId(), sentAtMs: performance.now() }
      this.#line?.say({ type: 'signal', id: signal.id, to, data: String(index) })
      return signal
    })
  }

  /** How many of these signals were refused as not reachable, and how soon after they were sent the last of them was. */
  refused(signals: readonly Signal[]): { count: number; withinMs: number } {
    const tookMs = signals.flatMap(({ id, sentAtMs }) => {
      const atMs = this.#refusedAtMs.get(id)
      return atMs === undefined ? [] : [atMs - sentAtMs]
    })
    return { count: tookMs.length, withinMs: round(Math.max(...tookMs)) }
  }

  async leave(): Promise<void> {
    await this.#line?.close()
  }

  #hear(message: RoomMessage): void {
    if (message.type === 'error' && message.code === 'not-reachable' && message.id !== undefined) {
      this.#refusedAtMs.set(message.id, performance.now())
    } else if (message.type === 'state') {
      for (const { member, reconnecting } of message.members) if (reconnecting === true) this.away.add(member)
    }
  }
}
