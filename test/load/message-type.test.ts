/** The type of a control message, wherever in it it stands. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { typeOfMessage } from '../../bench/load/message-type.ts'

it.each([
  ['{"type":"welcome","self":{}}', 'welcome'],
  ['{"self":{"type":"other"},"type":"welcome"}', 'welcome'],
  ['{ "type": "joined" }', 'joined'],
  ['{"name":"\\"type\\":\\"bye\\"","type":"state"}', 'state'],
  ['{"type":7}', undefined],
  ['{"members":[]}', undefined],
  ['null', undefined],
  ['pong', undefined],
])('%s', (text, type) => {
  expect(typeOfMessage(text)).toBe(type)
})

it('is what taking the message apart would find', () => {
  const field = fc.tuple(fc.string(), fc.jsonValue())
  fc.assert(
    fc.property(fc.constantFrom('pace', 'welcome'), fc.array(field), (type, fields) => {
      const message = JSON.stringify({ ...Object.fromEntries(fields), type })
      expect(typeOfMessage(message)).toBe(type)
    }),
  )
})
