/** What an operator asks for, and what they are told when it is not understood. */

import { expect, it } from 'vitest'
import { readCommand } from '../../scripts/admin/options.ts'

const HERE = { place: { remote: false, persistTo: undefined }, json: false }
const ID = '-5TtB2xkQyW0aJb7mVn3zA'

it.each([
  ['keys list', { do: 'list', ...HERE }],
  ['keys list --json --remote', { do: 'list', place: { remote: true, persistTo: undefined }, json: true }],
  ['keys list --local --persist-to here', { do: 'list', place: { remote: false, persistTo: 'here' }, json: false }],
  [`keys revoke ${ID} --json`, { do: 'revoke', id: ID, ...HERE, json: true }],
  ['keys create --name Mine --scopes tokens', { do: 'create', name: 'Mine', scopes: ['tokens'], ...HERE }],
  [
    'keys create --scopes=tokens,rooms,tokens --name Mine',
    { do: 'create', name: 'Mine', scopes: ['rooms', 'tokens'], ...HERE },
  ],
  [`keys hand-over a --to ${ID} --json`, { do: 'hand-over', id: 'a', to: ID, ...HERE, json: true }],
  [`keys hand-over ${ID} --json --to=b`, { do: 'hand-over', id: ID, to: 'b', ...HERE, json: true }],
  ['keys list --help', { do: 'help' }],
  ['', { do: 'help' }],
])('understands "%s"', (line, command) => {
  expect(readCommand(line.split(' ').filter(Boolean))).toEqual(command)
})

it.each([
  ['locks list', 'There is no "locks".'],
  ['keys', 'What about keys?'],
  ['keys make', 'There is no "keys make".'],
  ['keys list now', "Unexpected argument 'now'."],
  ['keys list --loud', "Unknown option '--loud'."],
  ['keys list --remote --persist-to here', '--remote goes with neither'],
  ['keys create --scopes rooms', 'A key needs a name'],
  ['keys create --scopes rooms --name', '--name'],
  ['keys create --name Mine', 'Say what the key is for'],
  ['keys create --name Mine --scopes rooms,walls', 'There is no scope "walls".'],
  ['keys revoke', 'Name the key by its id'],
  ['keys revoke --json', 'Name the key by its id'],
  ['keys hand-over a', 'Name both keys'],
  ['keys hand-over a --to', 'Name both keys'],
  ['keys hand-over --to b', 'Name both keys'],
])('says what is wrong with "%s"', (line, sentence) => {
  expect(() => readCommand(line.split(' '))).toThrow(sentence)
  expect(() => readCommand(line.split(' '))).toThrow('npm run admin -- --help')
})

it.each([' ', 'x'.repeat(65), 'a\u0007b'])('takes no key’s name that nobody could read: %j', (name) => {
  expect(() => readCommand(['keys', 'create', '--scopes', 'rooms', '--name', name])).toThrow('The name will not do.')
})
