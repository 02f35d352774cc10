/**
 * Whatever people do with their devices, roles, hands and lines, in whatever order: what somebody was told of the others
 * is what they are, one device of a person has the voice at most, and nobody hears who may not speak.
 */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { MemberView, RoomMessage } from '../../src/protocol/room-message.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

const PEOPLE = ['p-ada', 'p-bob']
const DEVICES = 3

const device = fc.record({ person: fc.constantFrom(...PEOPLE), number: fc.nat(DEVICES - 1) })
const act = fc.oneof(
  fc.record({ do: fc.constant('join' as const), device, aside: fc.boolean() }),
  fc.record({ do: fc.constant('drop' as const), device }),
  fc.record({ do: fc.constant('leave' as const), device }),
  fc.record({ do: fc.constant('state' as const), device, aside: fc.option(fc.boolean()), muted: fc.boolean() }),
  fc.record({ do: fc.constant('hand' as const), device, raised: fc.boolean() }),
  fc.record({
    do: fc.constant('give' as const),
    device,
    role: fc.constantFrom('moderator' as const, 'speaker' as const, 'listener' as const),
  }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.nat(20_000) }),
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

class Stage {
  lab = new RoomLab()
  /** The session and the connection of each device that is in, or was. */
  readonly sessions = new Map<string, string>()
  readonly connections = new Map<string, string>()
  readonly known = new Map<number, MemberView>()
  #opened = 0

  constructor() {
    this.lab.join('owner', { arrival: arrivalOf('p-owner', 'owner') })
  }

  do(what: Act): void {
    const { lab } = this
    if (what.do === 'pass') lab.pass(what.ms)
    else this.#doOn(`${what.device.person} ${what.device.number}`, what)
    for (const connection of ['owner', ...this.connections.values()]) lab.pongs.set(connection, lab.nowMs)
    this.#hear(lab.told('owner'))
  }

  #doOn(name: string, what: Exclude<Act, { do: 'pass' }>): void {
    const { lab } = this
    const connection = this.connections.get(name)
    if (what.do === 'join') {
      const next = `${name}, socket ${this.#opened++}`
      const session = this.sessions.get(name)
      const resumed = session === undefined ? {} : { session }
      this.sessions.set(name, lab.join(next, { arrival: arrivalOf(what.device.person), aside: what.aside, ...resumed }))
      if (connection !== undefined) lab.do(lab.room.closed(connection, lab.nowMs))
      this.connections.set(name, next)
    } else if (connection === undefined) return
    else if (what.do === 'drop') lab.do(lab.room.closed(connection, lab.nowMs))
    else if (what.do === 'leave') lab.send(connection, { type: 'leave' })
    else if (what.do === 'hand') lab.send(connection, { type: 'hand', raised: what.raised })
    else if (what.do === 'give') this.#give(what.device.person, what.role)
    else
      lab.send(connection, { type: 'state', muted: what.muted, ...(what.aside === null ? {} : { aside: what.aside }) })
    if (what.do === 'drop' || what.do === 'leave') this.connections.delete(name)
  }

  #give(person: string, role: string): void {
    const member = [...this.known.values()].find((view) => view.person === person)?.member
    if (member !== undefined) this.lab.moderate('owner', { action: 'role', member, role })
  }

  #hear(messages: readonly RoomMessage[]): void {
    this.known.clear()
    for (const message of messages) {
      if (message.type === 'joined') for (const view of message.members) this.known.set(view.member, view)
      if (message.type === 'left') for (const { member } of message.members) this.known.delete(member)
      if (message.type !== 'state') continue
      for (const change of message.members) {
        const view = this.known.get(change.member)
        if (view !== undefined) this.known.set(change.member, { ...view, ...change } as MemberView)
      }
    }
  }

  /** The roster as the room itself has it, but for the owner. */
  roster(): MemberView[] {
    this.lab.send('owner', { type: 'roster', after: 0 })
    const page = this.lab.told('owner').at(-1)
    this.lab.effects.pop()
    this.lab.nowMs += 250 // a roster counts as five messages of twenty a second
    return page?.type === 'roster' ? page.members.filter(({ person }) => person !== 'p-owner') : []
  }
}

it('[C15] [C17] [C41] [C42] holds after any sequence of acts', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40, size: 'max' }), (acts) => {
      const stage = new Stage()
      for (const one of acts) {
        stage.do(one)
        const roster = stage.roster()
        expect([...stage.known.values()].sort((a, b) => a.member - b.member)).toEqual(roster)
        for (const person of PEOPLE) {
          expect(roster.filter((view) => view.person === person && !view.aside).length).toBeLessThanOrEqual(1)
        }
      }
      for (const view of stage.roster().filter(({ reconnecting }) => !reconnecting)) {
        stage.lab.heard.length = 0
        stage.lab.speak(view.name, packetAt(0, { talkStart: true, talkEnd: true })) // named for its socket
        const mayBeHeard = !view.aside && !view.muted && view.role !== 'listener'
        expect(stage.lab.heard.some(({ by }) => by === 'owner')).toBe(mayBeHeard)
      }
    }),
    { numRuns: 150, seed: 1 },
  )
})
