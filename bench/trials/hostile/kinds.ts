/** All kinds of attacks, and the next one by the dice. */

import type { Attack, AttackKind, Knowledge, Message } from './attack.ts'
import { faultyMessage, soundMessage } from './audio-messages.ts'
import { mutated, plainMessage } from './control-messages.ts'
import { Dice } from './dice.ts'
import { hello, KINDS_AT_THE_DOOR } from './kinds-at-the-door.ts'
import { KINDS_OF_FLOODS } from './kinds-of-floods.ts'
import { KINDS_OF_MEMBERS } from './kinds-of-members.ts'

export const KINDS: Readonly<Record<string, AttackKind>> = {
  ...KINDS_AT_THE_DOOR,
  ...KINDS_OF_MEMBERS,
  ...KINDS_OF_FLOODS,
}

/** Half of the attackers who are being closed send on for a while: this many messages at most. */
const MOST_BEHIND_AN_OFFENCE = 60

const LOTS = Object.entries(KINDS).flatMap(([kind, { weight }]) =>
  new Array<string>(Math.round(weight * 10)).fill(kind),
)

/** 2³² divided by the golden ratio, as hash functions use it: runs from neighbouring seeds share no attacks. */
const SEED_STEP = 0x9e3779b1

/** The dice of attack `number` of a run. */
export const attackDice = (seed: number, number: number): Dice => new Dice(Math.imul(seed, SEED_STEP) + number)

export const nextAttack = (dice: Dice, known: Knowledge): Attack => attackOf(dice.pick(LOTS), dice, known)

export function attackOf(kind: string, dice: Dice, known: Knowledge): Attack {
  const { pass = 'valid', joins = false, alone = false, ends, messages: make } = KINDS[kind] as AttackKind
  const messages = make(dice, known)
  const ending = typeof ends === 'function' ? ends(messages) : ends
  const behind = alone || ending === 'stays' || dice.chance(0.5) ? [] : anything(dice, known)
  const greeting = joins ? JSON.stringify(hello(dice, known)) : undefined
  return { kind, pass, greeting, messages: [...messages, ...behind], ends: ending }
}

/** What is sent when it does not matter any more what. */
function anything(dice: Dice, known: Knowledge): Message[] {
  return Array.from({ length: dice.between(0, MOST_BEHIND_AN_OFFENCE) }, () =>
    dice.pick<() => Message>([
      () => soundMessage(dice),
      () => faultyMessage(dice, dice.chance(0.5)),
      () => JSON.stringify(plainMessage(dice, known)),
      () => mutated(dice, known),
      () => dice.text(50),
      () => 'ping',
    ])(),
  )
}
