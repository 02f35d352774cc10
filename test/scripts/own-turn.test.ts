/** When `npm start` has own TURN servers probed: as the settings name some. */

import { expect, it } from 'vitest'
import { namesServers } from '../../scripts/set-up/own-turn.mjs'

const NONE = 'TURN_SERVERS = ""\n'
const SOME = '[vars]\nTURN_SERVERS = "turn:turn.example.com"\n'

it.each<[string, string[], boolean]>([
  ['nothing says anything', ['', ''], false],
  ['the configuration names none', ['', NONE], false],
  ['the configuration names some', ['', SOME], true],
  ['this machine’s settings name some', ['TOKEN_KEYS="x"\nTURN_SERVERS=turn:127.0.0.1:3478\n', NONE], true],
  ['this machine’s settings take them away', ['TURN_SERVERS=""', SOME], false],
  ['a line is commented out', ['# TURN_SERVERS="turn:a.example"', NONE], false],
  ['another setting is called alike', ['MY_TURN_SERVERS="turn:a.example"', NONE], false],
])('%s', (_, texts, expected) => {
  expect(namesServers(texts)).toBe(expected)
})
