/** What `npm start` makes of the settings for TURN. */

import { expect, it } from 'vitest'
import { turnSettings } from '../../scripts/set-up/turn-settings.mjs'

const NONE = '[vars]\nTURN_SERVERS = ""\n'
const SOME = '[vars]\nTURN_SERVERS = "turn:turn.example.com"\n'

it.each<[string, string, string, boolean]>([
  ['nothing says anything', '', '', false],
  ['the configuration names none', '', NONE, false],
  ['the configuration names some', '', SOME, true],
  ['this machine’s settings name some', 'TOKEN_KEYS="x"\nTURN_SERVERS=turn:127.0.0.1:3478\n', NONE, true],
  ['this machine’s settings take them away', 'TURN_SERVERS=""', SOME, false],
  ['a line is commented out', '# TURN_SERVERS="turn:a.example"', NONE, false],
  ['another setting is called alike', 'MY_TURN_SERVERS="turn:a.example"', NONE, false],
])('has servers probed as the settings name some: %s', (_, devVars, config, expected) => {
  expect(turnSettings(devVars, config).hasServers).toBe(expected)
})

it('hands on the secrets that there are, and no others', () => {
  const devVars = '# TURN\nTURN_SECRETS="new old"\nTURN_KEY_ID=\nTOKEN_KEYS="x:y"\n'
  expect(turnSettings(devVars, NONE).arguments).toEqual(['--var', 'TURN_SECRETS:new old'])
  expect(turnSettings('TOKEN_KEYS="x:y"', NONE).arguments).toEqual([])
})
