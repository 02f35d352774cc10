/** Attacks by those who are not in yet: without a token, with somebody else's, with anything but a good `hello` first [C3–C8]. */

import { CLOSE } from '../../../src/protocol/close-codes.ts'
import { MAX_CONTROL_BYTES } from '../../../src/protocol/limits.ts'
import type { AttackKind, Knowledge, Message, Pass } from './attack.ts'
import { faultyMessage, soundMessage } from './audio-messages.ts'
import { oddValue, plainMessage } from './control-messages.ts'
import type { Dice } from './dice.ts'

export const hello = (dice: Dice, { session }: Knowledge) => ({
  type: 'hello' as const,
  session,
  name: `Offender ${dice.between(0, 999)}`,
  muted: dice.chance(0.2),
  deafened: dice.chance(0.2),
  after: dice.pick([0, 7, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]),
})

/** Refused because of what it shows; says a good hello and talks all the same. */
const refusedWith = (pass: Pass, ends: AttackKind['ends']): AttackKind => ({
  weight: 1,
  pass,
  ends,
  messages: (dice, known) => [JSON.stringify(hello(dice, known)), soundMessage(dice), 'ping'],
})

/** Says something else first. */
const insteadOfHello = (ends: AttackKind['ends'], say: (dice: Dice, known: Knowledge) => Message): AttackKind => ({
  weight: 2,
  ends,
  messages: (dice, known) => [say(dice, known), JSON.stringify(hello(dice, known))],
})

export const KINDS_AT_THE_DOOR = {
  'no token': refusedWith('none', CLOSE.unauthorized),
  'forged token': refusedWith('forged', CLOSE.unauthorized),
  'two tokens': refusedWith('two', CLOSE.unauthorized),
  'token of another room': refusedWith('of-another-room', CLOSE.forbidden),
  'page of a foreign origin': refusedWith('foreign-page', CLOSE.forbidden),
  'no subprotocol': refusedWith('no-protocol', 'refused'),
  silence: { weight: 0.1, alone: true, ends: CLOSE.timedOut, messages: () => [] },
  'nothing but pings': { weight: 0.1, alone: true, ends: CLOSE.timedOut, messages: () => ['ping', 'ping', 'ping'] },
  'audio before hello': insteadOfHello(CLOSE.malformed, (dice) => soundMessage(dice)),
  'broken audio before hello': insteadOfHello(CLOSE.malformed, (dice) => faultyMessage(dice, false)),
  'a request before hello': insteadOfHello(CLOSE.malformed, (dice, known) => JSON.stringify(plainMessage(dice, known))),
  'unknown type before hello': insteadOfHello(CLOSE.malformed, (dice) => JSON.stringify({ type: dice.text(8) })),
  'no JSON before hello': insteadOfHello(CLOSE.malformed, (dice) => `§${dice.text(50)}`),
  'too long before hello': insteadOfHello(CLOSE.tooLarge, () => 'x'.repeat(MAX_CONTROL_BYTES + 1)),
  'hello with a wrong field': insteadOfHello(CLOSE.malformed, wrongHello),
  'hello too long': insteadOfHello(CLOSE.tooLarge, (dice, known) =>
    JSON.stringify({ ...hello(dice, known), name: 'x'.repeat(MAX_CONTROL_BYTES) }),
  ),
  'hello twice at once': insteadOfHello(CLOSE.malformed, (dice, known) => JSON.stringify(hello(dice, known))),
  'a session of somebody else': {
    weight: 2,
    alone: true,
    ends: CLOSE.forbidden,
    messages: (dice, known) => [JSON.stringify({ ...hello(dice, known), session: known.leakedSession })],
  },
} satisfies Record<string, AttackKind>

/** Every value here breaks the field that it is put into [C8]. */
function wrongHello(dice: Dice, known: Knowledge): string {
  const good: Record<string, unknown> = hello(dice, known)
  const [field, values] = dice.pick<[string, unknown[]]>([
    ['session', ['', 'short', `${known.session}x`, 'ä'.repeat(22), null, 7, oddValue(dice)]],
    ['name', ['', ' ', '\u0000', '\u202e', '\ud800', 'x'.repeat(65), 7, null, {}]],
    ['muted', [null, 0, 'true', []]],
    ['deafened', [null, 1, {}]],
    ['after', [-1, 0.5, 1e308, '0', null]],
  ])
  if (dice.chance(0.2)) delete good[field]
  else good[field] = dice.pick(values)
  return JSON.stringify(good)
}
