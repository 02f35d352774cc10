/** People are shown once each, however many devices they are here on, and raised hands come first. */

import { describe, expect, it } from 'vitest'
import type { Participant } from '../../../src/client/index.ts'
import { handsFirst, onePerPerson } from '../../../web/room/people/one-per-person.ts'
import { view } from '../../support/room-words.ts'

const member = (number: number, changes: Partial<Participant> = {}): Participant => ({
  ...view(number),
  isMe: false,
  ...changes,
})

describe('somebody on two devices', () => {
  it('[C41] is the one that has the voice, in the place of the first', () => {
    const telephone = member(1, { person: 'ada', aside: true })
    const laptop = member(3, { person: 'ada' })
    expect(onePerPerson([telephone, member(2), laptop])).toEqual([laptop, member(2)])
  })

  it('is shown even while none of them has the voice', () => {
    const devices = [member(1, { person: 'ada', aside: true }), member(3, { person: 'ada', aside: true })]
    expect(onePerPerson(devices)).toEqual([devices[0]])
  })

  it('is me when one of them is this one', () => {
    const here = member(1, { person: 'ada', aside: true, isMe: true })
    expect(onePerPerson([here, member(3, { person: 'ada' })])).toEqual([member(3, { person: 'ada', isMe: true })])
  })

  it('has a hand up that is up on any of them, since it first was', () => {
    const devices = [
      member(1, { person: 'ada', handRaisedAtMs: 20 }),
      member(3, { person: 'ada', aside: true, handRaisedAtMs: 10 }),
    ]
    expect(onePerPerson(devices)).toEqual([member(1, { person: 'ada', handRaisedAtMs: 10 })])
  })
})

it('[C39] puts raised hands first, in the order in which they went up, and leaves the others where they are', () => {
  const people = [member(1), member(2, { handRaisedAtMs: 30 }), member(3), member(4, { handRaisedAtMs: 20 })]
  expect(handsFirst(people).map((person) => person.member)).toEqual([4, 2, 1, 3])
})
