/** The attacks of the hostile trial: the same from the same seed, and each what its kind says that it is. */

import { describe, expect, it } from 'vitest'
import { attackDice, attackOf, KINDS, nextAttack } from '../../bench/trials/hostile/kinds.ts'
import { verdictOn } from '../../bench/trials/hostile/verdict.ts'

const known = { session: 'x9WvAYyQqEqMh0fVvJw3Kg', bystanders: [1, 2], leakedSession: '0nG3u2yQSr2s1zQm0mYb4A' }
const RUNS = 15
const TOO_FAST = 4429
/** Fewer than any flood has. */
const FEW = 50

it('makes the same attacks from the same seed, and others from another', () => {
  const attacks = (seed: number) =>
    Array.from({ length: RUNS }, (_, number) => nextAttack(attackDice(seed, number), known))
  expect(attacks(7)).toEqual(attacks(7))
  expect(attacks(7)).not.toEqual(attacks(8))
})

it('makes attacks of every kind', () => {
  const kinds = Array.from({ length: 3_500 }, (_, number) => nextAttack(attackDice(1, number), known).kind)
  expect([...new Set(kinds)].sort()).toEqual(Object.keys(KINDS).sort())
})

describe.each(Object.keys(KINDS).filter((kind) => KINDS[kind]?.joins))('a member who sends: %s', (kind) => {
  it('ends as the rules say of its messages', () => {
    for (let number = 0; number < RUNS; number += 1) {
      const { messages, ends } = attackOf(kind, attackDice(1, number), known)
      const verdict = verdictOn(messages)
      // What is too fast is so by its number alone: every one of the messages is allowed.
      if (ends === TOO_FAST) expect(verdictOn(messages.slice(0, FEW))).toBe('stays')
      else expect(ends).toBe(verdict)
    }
  })
})
