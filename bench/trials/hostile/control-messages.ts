/** Control messages as a client may send them, and values that no field of them wants. */

import type { ClientMessage } from '../../../src/protocol/client-message.ts'
import type { Knowledge } from './attack.ts'
import type { Dice } from './dice.ts'

const DEEP = 2_000
const LONG_ARRAY = 1_000

/** JSON so deep that a reader that calls itself for each level runs out of stack. */
export const deepJson = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

/** Values that break what reads them carelessly. */
export function oddValue(dice: Dice): unknown {
  return dice.pick<() => unknown>([
    () => null,
    () => dice.chance(0.5),
    () => dice.pick([-1, 0, 0.5, 65_536, 2 ** 53, -(2 ** 53), 1e308]),
    () => dice.text(dice.between(0, 200)),
    () => '\ud800',
    () => Array.from({ length: dice.between(0, LONG_ARRAY) }, () => dice.between(-1, 70_000)),
    () => JSON.parse(deepJson(dice.between(1, DEEP))),
    () => JSON.parse(`{"__proto__":{"type":"leave","grants":["moderate"]},"constructor":{"prototype":1}}`),
  ])()
}

/** A message that breaks no rule, but for being from somebody who may not, or to somebody who is not here. */
export function plainMessage(dice: Dice, { bystanders }: Knowledge): ClientMessage {
  return dice.pick<() => ClientMessage>([
    () => ({ type: 'state', muted: dice.chance(0.5), deafened: dice.chance(0.5) }),
    () => ({ type: 'state', name: `Offender ${dice.between(0, 999)}` }),
    () => ({ type: 'signal', id: dice.id(), to: dice.between(60_000, 65_535), data: dice.text(100) }),
    () => ({ type: 'moderate', id: dice.id(), action: 'remove', member: dice.pick(bystanders) }),
    () => ({ type: 'moderate', id: dice.id(), action: 'mute', member: dice.pick(bystanders) }),
    () => ({ type: 'moderate', id: dice.id(), action: 'ban', member: dice.pick(bystanders) }),
    () => ({ type: 'moderate', id: dice.id(), action: 'role', member: dice.pick(bystanders), role: 'listener' }),
    () => ({ type: 'moderate', id: dice.id(), action: dice.pick(['lock', 'unkeep', 'end']) }),
    () => ({ type: 'moderate', id: dice.id(), action: 'readmit', person: dice.text(20) }),
    () => ({ type: 'hand', raised: dice.chance(0.5) }),
    () => ({ type: 'hand', raised: dice.chance(0.5), member: dice.pick(bystanders) }),
    () => ({ type: 'renew' }),
    () => ({ type: 'roster', after: dice.between(0, 70_000) }),
    () => lie(dice, bystanders),
  ])()
}

/** A report of speakers who are not here, never spoke, or lost more than there ever was. */
export function lie(dice: Dice, bystanders: readonly number[]): ClientMessage {
  const member = () => (dice.chance(0.5) ? dice.pick(bystanders) : dice.between(1, 65_535))
  const count = () => dice.pick([0, 1, 100, 2 ** 31, 2 ** 53, 1e308])
  const reception = () => ({ member: member(), slot: dice.between(0, 2 ** 32 - 1), received: count(), lost: count() })
  return { type: 'report', speakers: Array.from({ length: dice.between(0, 64) }, reception) }
}

/** A known message with one field gone, odd, or added. Its type is the same. */
export function mutated(dice: Dice, known: Knowledge): string {
  const message: Record<string, unknown> = { ...plainMessage(dice, known) }
  const fields = Object.keys(message).filter((name) => name !== 'type')
  const field = dice.chance(0.2) ? dice.text(5) : dice.pick(fields)
  if (dice.chance(0.2)) delete message[field]
  else message[field] = oddValue(dice)
  return JSON.stringify(message)
}
