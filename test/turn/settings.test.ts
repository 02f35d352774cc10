/** Which providers there are by which settings. */

import { expect, it, vi } from 'vitest'
import { readTurnSettings, turnSettings } from '../../src/turn/settings.ts'

it('has no provider without settings, and nothing to complain of', () => {
  expect(readTurnSettings({})).toEqual({ own: null, cloudflare: null, faults: [] })
  expect(readTurnSettings({ TURN_SERVERS: '', TURN_SECRETS: '', TURN_KEY_ID: '', TURN_KEY_API_TOKEN: '' })).toEqual({
    own: null,
    cloudflare: null,
    faults: [],
  })
})

it('has either, and both', () => {
  const own = { TURN_SERVERS: 'turn:a.example', TURN_SECRETS: 'one two' }
  const cloudflare = { TURN_KEY_ID: 'key', TURN_KEY_API_TOKEN: 'token' }
  const settings = readTurnSettings({ ...own, ...cloudflare })
  expect(settings.own?.servers).toHaveLength(1)
  expect(settings.cloudflare).toEqual({ keyId: 'key', apiToken: 'token' })
  expect(readTurnSettings(own).cloudflare).toBeNull()
  expect(readTurnSettings(cloudflare).own).toBeNull()
})

it('signs with the first secret: the others are for what the servers still take', () => {
  expect(readTurnSettings({ TURN_SERVERS: 'turn:a.example', TURN_SECRETS: ' new  old ' }).own?.secret).toBe('new')
})

it('complains of halves, and does without them', () => {
  expect(readTurnSettings({ TURN_SERVERS: 'turn:a.example' })).toEqual({
    own: null,
    cloudflare: null,
    faults: ['TURN_SERVERS is set and TURN_SECRETS is not: nobody can be given a credential for these servers.'],
  })
  for (const half of [{ TURN_KEY_ID: 'key' }, { TURN_KEY_API_TOKEN: 'token' }]) {
    const { cloudflare, faults } = readTurnSettings(half)
    expect([cloudflare, faults]).toEqual([null, [expect.stringContaining('TURN_KEY_ID and TURN_KEY_API_TOKEN')]])
  }
})

it('says a fault once, however often the settings are read', () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  for (let times = 0; times < 3; times += 1) turnSettings({ TURN_SERVERS: 'nonsense' })
  const fault = 'TURN_SERVERS: entry 1 is left out, because it does not begin with "turn:" or "turns:".'
  expect(log.mock.calls).toEqual([[JSON.stringify({ level: 'error', turn: fault })]])
  log.mockRestore()
})
