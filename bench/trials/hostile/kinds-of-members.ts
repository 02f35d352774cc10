/** Attacks by those who are in: what no rule allows, and what sounds bad and is no offence [C5–C13, C28–C29, W1–W12]. */

import { CLOSE } from '../../../src/protocol/close-codes.ts'
import { MAX_SIGNAL_LENGTH } from '../../../src/protocol/fields.ts'
import { MAX_CONTROL_BYTES } from '../../../src/protocol/limits.ts'
import type { AttackKind, Ending, Knowledge, Message } from './attack.ts'
import { faultyMessage, mutatedAudio, soundMessage } from './audio-messages.ts'
import { deepJson, lie, mutated, oddValue, plainMessage } from './control-messages.ts'
import type { Dice } from './dice.ts'
import { hello } from './kinds-at-the-door.ts'
import { verdictOn } from './verdict.ts'

/** Below the burst that one connection may send, hello and pings aside (docs/protocol.md, section 8). */
const CONTROL_ALLOWED = 90
/** A `roster` that chance has left sound counts as five. */
const ROSTERS_ALLOWED = Math.floor(CONTROL_ALLOWED / 5)
const AUDIO_PACKETS_ALLOWED = 300
/** Within the 16,384 bytes of a message, brackets both ways. */
const DEEPEST = 8_000
const FAR_TOO_LONG_BYTES = [MAX_CONTROL_BYTES + 1, 20_000, 100_000, 2 ** 20]

type Make = (dice: Dice, known: Knowledge) => Message

/** One message that closes the connection. */
const offence = (ends: Ending, make: Make, weight = 1): AttackKind => ({
  weight,
  joins: true,
  ends,
  messages: (dice, known) => [make(dice, known)],
})

/** Many that do not. */
const nuisance = (make: Make, weight = 1, most = CONTROL_ALLOWED): AttackKind => ({
  weight,
  joins: true,
  ends: 'stays',
  messages: (dice, known) => Array.from({ length: dice.between(1, most) }, () => make(dice, known)),
})

/** Messages that chance made; the rules say what becomes of them. */
const byChance = (make: Make, most: number, weight = 3): AttackKind => ({
  ...nuisance(make, weight, most),
  ends: verdictOn,
})

export const KINDS_OF_MEMBERS = {
  'no JSON': offence(CLOSE.malformed, (dice) => `§${dice.text(dice.between(0, 500))}`),
  'JSON cut short': offence(CLOSE.malformed, (dice, known) => {
    const whole = JSON.stringify(plainMessage(dice, known))
    return whole.slice(0, dice.between(0, whole.length - 1))
  }),
  'JSON that is no message': offence(CLOSE.malformed, (dice) =>
    dice.pick(['7', 'null', '"hello"', '{}', '{"type":7}']),
  ),
  'a bomb of brackets': offence(CLOSE.malformed, (dice) => deepJson(dice.between(1_000, DEEPEST))),
  'a huge array': offence(CLOSE.malformed, (dice) => `[${'0,'.repeat(dice.between(100, DEEPEST))}0]`),
  'control too long': offence(CLOSE.tooLarge, (dice) => 'x'.repeat(dice.pick(FAR_TOO_LONG_BYTES))),
  'control too long in bytes alone': offence(CLOSE.tooLarge, () =>
    JSON.stringify({ type: 'signal', to: 1, data: '€'.repeat(6_000) }),
  ),
  'hello again': offence(CLOSE.malformed, (dice, known) => JSON.stringify(hello(dice, known))),
  'a wrong hello again': offence(CLOSE.malformed, () => JSON.stringify({ type: 'hello', session: 7 })),
  'leave, and go on': offence(CLOSE.normal, () => '{"type":"leave"}'),
  'broken audio': offence(CLOSE.malformed, (dice) => faultyMessage(dice, false), 6),
  'audio too long': offence(CLOSE.tooLarge, (dice) => faultyMessage(dice, true)),
  'audio far too long': offence(CLOSE.tooLarge, (dice) => new Uint8Array(dice.pick(FAR_TOO_LONG_BYTES)).fill(1)),
  'changed bytes in audio': byChance(mutatedAudio, 20),
  'changed bytes in control': byChance((dice, known) => withChangedCharacter(dice, plainMessage(dice, known)), 20),
  'wrong fields': nuisance(mutated, 3, ROSTERS_ALLOWED),
  'unknown types': nuisance((dice) => JSON.stringify({ type: dice.text(9), more: oddValue(dice) })),
  'names of the language': nuisance((dice) =>
    JSON.stringify({ type: dice.pick(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '']) }),
  ),
  'a bomb of brackets in an unknown field': nuisance(
    (dice) => `{"type":"state","more":${deepJson(dice.between(1_000, DEEPEST - 100))}}`,
    1,
    20,
  ),
  'lies in reports': nuisance((dice, known) => JSON.stringify(lie(dice, known.bystanders)), 2, 30),
  'reports of too many': nuisance((dice) => JSON.stringify({ type: 'report', speakers: tooMany(dice) }), 1, 10),
  'signals to nobody': nuisance((dice) => signal(dice.between(60_000, 65_535), dice.text(200))),
  'signals too long': nuisance((dice) => signal(dice.between(1, 100), 'x'.repeat(MAX_SIGNAL_LENGTH + 1)), 1, 20),
  'signals to bystanders': nuisance((dice, { bystanders }) => signal(dice.pick(bystanders), 'offence'), 1, 20),
  'requests of a moderator': nuisance((dice, { bystanders }) =>
    JSON.stringify({ type: 'moderate', id: dice.id(), action: 'remove', member: dice.pick(bystanders) }),
  ),
  'states to and fro': nuisance((dice) => JSON.stringify({ type: 'state', muted: dice.chance(0.5) })),
  writing: nuisance((dice) => JSON.stringify({ type: 'say', id: dice.id(), text: dice.text(200) || '.' }), 0.3, 10),
  'the same id again': nuisance(
    (dice, { session }) => JSON.stringify({ type: 'say', id: session, text: `again ${dice.between(0, 99)}` }),
    0.3,
    20,
  ),
  'audio in the wrong order': nuisance((dice) => soundMessage(dice), 3, AUDIO_PACKETS_ALLOWED / 5),
} satisfies Record<string, AttackKind>

const signal = (to: number, data: string): string => JSON.stringify({ type: 'signal', to, data })

const tooMany = (dice: Dice) =>
  Array.from({ length: dice.between(65, 250) }, (_, index) => ({ member: index + 1, slot: 0, received: 1, lost: 0 }))

function withChangedCharacter(dice: Dice, message: unknown): string {
  const text = JSON.stringify(message)
  const at = dice.between(0, text.length - 1)
  return text.slice(0, at) + dice.pick(['"', '{', '}', ',', ':', '0', 'e', '\\', ' ', '']) + text.slice(at + 1)
}
