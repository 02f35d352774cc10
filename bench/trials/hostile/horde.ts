/**
 * The hostile side, a process of its own, so that making attacks does not slow down those who measure: takes a task from
 * its parent, carries out attacks from its seed until so many messages are sent, and sends back how they ended.
 */

import { CLOSE } from '../../../src/protocol/close-codes.ts'
import { randomId } from '../../../test/support/random-id.ts'
import { requestToken } from '../../../test/support/room.ts'
import type { Attack, Knowledge } from './attack.ts'
import { Governor } from './governor.ts'
import { attackDice, nextAttack } from './kinds.ts'
import { carryOut, type Door } from './offender.ts'
import { Tally } from './tally.ts'

export interface HordeTask {
  origin: string
  room: string
  guestSecret: string
  tokenOfAnotherRoom: string
  bystanders: number[]
  leakedSession: string
  seed: number
  messages: number
  messagesPerSecond: number
}

export type HordeReport = Pick<Tally, 'kinds' | 'surprises' | 'messages'> & { attacks: number; errors: string[] }

/** Offenders at a time, each somebody else: few enough that each sends as fast as the rate limits forbid. */
const MESSAGES_PER_SECOND_EACH = 300
/** So often somebody becomes somebody else: long before the token runs out, and seldom enough that the room stays small. */
const ATTACKS_AS_ONE = 100
const MOST_ERRORS = 20

process.once('message', async (task: HordeTask) => {
  const report = await new Horde(task).run()
  process.send?.(report, () => process.exit(0))
})

class Horde {
  readonly #task: HordeTask
  readonly #governor: Governor
  readonly #tally = new Tally()
  readonly #errors: string[] = []
  /** Those who are only waited for. */
  readonly #waiting: Promise<void>[] = []
  #attacks = 0
  #planned = 0

  constructor(task: HordeTask) {
    this.#task = task
    this.#governor = new Governor(task.messagesPerSecond)
  }

  async run(): Promise<HordeReport> {
    const offenders = Math.max(1, Math.round(this.#task.messagesPerSecond / MESSAGES_PER_SECOND_EACH))
    await Promise.all(Array.from({ length: offenders }, () => this.#offend()))
    await Promise.all(this.#waiting)
    const { kinds, surprises, messages } = this.#tally
    return { kinds, surprises, messages, attacks: this.#attacks, errors: this.#errors }
  }

  async #offend(): Promise<void> {
    let identity = await this.#newIdentity()
    for (let attacks = 1; this.#planned < this.#task.messages; attacks += 1) {
      if (attacks % ATTACKS_AS_ONE === 0) identity = await this.#newIdentity()
      const number = this.#attacks++
      const attack = nextAttack(attackDice(this.#task.seed, number), identity.known)
      this.#planned += attack.messages.length
      const done = this.#carryOut(number, attack, identity.door)
      if (attack.ends === CLOSE.timedOut) this.#waiting.push(done)
      else await done
    }
  }

  async #carryOut(number: number, attack: Attack, door: Door): Promise<void> {
    try {
      const { seen, detail } = await carryOut(attack, door, this.#governor)
      this.#tally.add(number, attack, seen, detail)
    } catch (error) {
      if (this.#errors.length < MOST_ERRORS) this.#errors.push(`${number}, ${attack.kind}: ${error}`)
    }
  }

  async #newIdentity(): Promise<{ door: Door; known: Knowledge }> {
    const { origin, room, guestSecret, tokenOfAnotherRoom, bystanders, leakedSession } = this.#task
    const url = `${origin.replace('http', 'ws')}/v1/rooms/${room}/connect`
    const token = await requestToken(origin, room, guestSecret)
    return {
      door: { url, token, tokenOfAnotherRoom },
      known: { session: randomId(), bystanders, leakedSession },
    }
  }
}
