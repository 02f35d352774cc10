/** What a request is told that does not fit: the field, and what is expected, in plain words and none of the sender's. */

import * as v from 'valibot'
import { expect, it } from 'vitest'
import { faultSentence } from '../../src/api/fault-sentence.ts'
import { Name, PersonId } from '../../src/protocol/fields.ts'

const Schema = v.variant('action', [
  v.object({
    action: v.picklist(['mute', 'remove']),
    person: PersonId,
    name: v.optional(Name),
    loud: v.optional(v.boolean()),
    days: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)))),
  }),
  v.object({ action: v.literal('role'), role: v.picklist(['speaker', 'listener']) }),
])

function sentence(value: unknown): string {
  const { issues } = v.safeParse(Schema, value)
  return issues === undefined ? '' : faultSentence(issues)
}

const mute = (more: object) => ({ action: 'mute', person: 'ada', ...more })

it.each([
  [{}, 'The request is not valid: "action" is missing. One of "mute", "remove", "role" is expected.'],
  [{ action: 'praise' }, 'The value of "action" is not valid: One of "mute", "remove", "role" is expected.'],
  [{ action: 'role', role: 'owner' }, 'The value of "role" is not valid: One of "speaker", "listener" is expected.'],
  [{ action: 'mute' }, 'The request is not valid: "person" is missing.'],
  [mute({ person: 4711 }), 'The value of "person" is not valid: A text is expected.'],
  [mute({ person: '' }), 'The value of "person" is not valid: At least 1 character is expected.'],
  [mute({ person: 'a'.repeat(129) }), 'The value of "person" is not valid: At most 128 characters are expected.'],
  [mute({ loud: 'yes' }), 'The value of "loud" is not valid: True or false is expected.'],
  [mute({ days: '30' }), 'The value of "days" is not valid: A number is expected.'],
  [mute({ days: 1.5 }), 'The value of "days" is not valid: A whole number is expected.'],
  [mute({ days: 0 }), 'The value of "days" is not valid: At least 1 is expected.'],
  [mute({ days: 500 }), 'The value of "days" is not valid: At most 100 is expected.'],
  [mute({ name: ' ' }), 'The value of "name" is not valid: A name is not empty.'],
  [null, 'The request is not valid: An object is expected.'],
  ['hello', 'The request is not valid: An object is expected.'],
])('says of %j what is expected', (value, words) => {
  expect(sentence(value)).toBe(words)
})

it('repeats nothing of what was sent', () => {
  const secret = 'hunter2 "x"'
  for (const value of [secret, { action: secret }, mute({ person: [secret] }), mute({ days: secret })]) {
    expect(sentence(value)).toMatch(/\.$/)
    expect(sentence(value)).not.toMatch(/hunter2|"x"/)
  }
})
