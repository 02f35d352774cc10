/**
 * Who is in the room, as people: the SDK's members as signals, each person once, however many devices they are here on.
 * Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Participant, Room } from '../../../src/client/index.ts'
import { withShownName } from '../shown-names.ts'
import { handsFirst, onePerPerson } from './one-per-person.ts'

type Members = Pick<Room, 'me' | 'others' | 'headcount' | 'on'>

export class Company {
  /** This device. */
  readonly me: ReadonlySignal<Participant>
  /** All others, in the order of their numbers. */
  readonly others: ReadonlySignal<readonly Participant[]>
  /** Me first, then the others. */
  readonly everyone: ReadonlySignal<readonly Participant[]>
  /** The same, raised hands first. */
  readonly inTurn: ReadonlySignal<readonly Participant[]>
  /** How many are here in all, and how many of them only listen. */
  readonly headcount: ReadonlySignal<number>
  readonly audience: ReadonlySignal<number>

  readonly #room: Members
  readonly #me
  readonly #members = signal<readonly Participant[]>([])
  readonly #headcount = signal(1)
  readonly #endings: (() => void)[]

  constructor(room: Members) {
    this.#room = room
    this.#me = signal(withShownName(room.me))
    this.me = this.#me
    this.everyone = computed(() => onePerPerson([this.me.value, ...this.#members.value]))
    this.others = computed(() => this.everyone.value.slice(1))
    this.inTurn = computed(() => handsFirst(this.everyone.value))
    const furtherDevices = computed(() => this.#members.value.length + 1 - this.everyone.value.length)
    this.headcount = computed(() => this.#headcount.value - furtherDevices.value)
    this.audience = computed(() => Math.max(0, this.headcount.value - this.everyone.value.length))
    this.#endings = [
      room.on('participants', () => this.#read()),
      room.on('me', () => this.#read()),
      room.on('headcount', () => this.#read()),
    ]
    this.#read()
  }

  /** All devices of a person but this one. */
  devicesOf({ person }: Pick<Participant, 'person'>): readonly Participant[] {
    return this.#members.value.filter((member) => member.person === person)
  }

  /** Whether the person behind a member is here by another device too; I am, by this one. */
  isHereOtherwise({ person, member }: Participant): boolean {
    if (person === this.#me.peek().person) return true
    return this.devicesOf({ person }).some((device) => device.member !== member)
  }

  dispose(): void {
    for (const end of this.#endings.splice(0)) end()
  }

  #read(): void {
    this.#me.value = withShownName(this.#room.me)
    this.#members.value = [...this.#room.others.values()].map(withShownName).sort((a, b) => a.member - b.member)
    this.#headcount.value = this.#room.headcount
  }
}
