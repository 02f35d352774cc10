/** What a session is given, by which providers there are and how they are. */

import { expect, it } from 'vitest'
import { gatherIceServers, type IceMeans } from '../../src/turn/ice-servers.ts'
import type { Scoreboard } from '../../src/turn/scoreboard.ts'
import { readTurnSettings, type TurnVariables } from '../../src/turn/settings.ts'

const NOW_MS = 1_800_000_000_000
const NAME = 'q83vEjRWeJCrze8SNFZ4kA'
const OWN = { TURN_SERVERS: 'turn:a.example turns:b.example', TURN_SECRETS: 'new old' }
const CLOUDFLARE = { TURN_KEY_ID: 'key', TURN_KEY_API_TOKEN: 'token' }
const MINTED = {
  iceServers: [
    { urls: ['stun:cf.example'] },
    { urls: ['turn:cf.example'], username: 'cf-user', credential: 'cf-pass' },
  ],
  username: 'cf-user',
}

const gather = (variables: TurnVariables, means: Partial<IceMeans> = {}) =>
  gatherIceServers(readTurnSettings(variables), NAME, NOW_MS, {
    board: async () => ({}),
    mintCloudflare: async () => MINTED,
    ...means,
  })

const down = (...servers: string[]): Scoreboard =>
  Object.fromEntries(servers.map((server) => [server, { state: 'down', judgedAtMs: NOW_MS }]))

it('gives nothing, and says why, where nothing is configured', async () => {
  const { answer, minted } = await gather({})
  expect(answer).toMatchObject({ iceServers: [], reason: 'not-configured' })
  expect(minted).toEqual([])
})

it('gives own servers one credential, which expires in minutes', async () => {
  const { answer, minted } = await gather(OWN)
  const username = `${NOW_MS / 1_000 + 600}:${NAME}`
  const signed = { username, credential: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/) }
  expect(answer).toEqual({
    iceServers: [
      { urls: ['stun:a.example:3478'] },
      { urls: ['turn:a.example:3478?transport=udp', 'turn:a.example:3478?transport=tcp'], ...signed },
      { urls: ['turns:b.example:5349?transport=tcp'], ...signed },
    ],
    expiresAtMs: NOW_MS + 600_000,
    refreshAtMs: NOW_MS + 480_000,
    reason: null,
  })
  expect(minted).toEqual([{ provider: 'coturn', username }])
})

it('gives Cloudflare’s for as long', async () => {
  const asked: number[] = []
  const mintCloudflare = async (lifetimeMs: number) => {
    asked.push(lifetimeMs)
    return MINTED
  }
  const { answer, minted } = await gather(CLOUDFLARE, { mintCloudflare })
  expect(answer).toMatchObject({ iceServers: MINTED.iceServers, expiresAtMs: NOW_MS + 600_000, reason: null })
  expect([asked, minted]).toEqual([[600_000], [{ provider: 'cloudflare', username: 'cf-user' }]])
})

it('gives both, and tells of both who may have to be taken back', async () => {
  const { answer, minted } = await gather({ ...OWN, ...CLOUDFLARE })
  expect(answer.iceServers.flatMap(({ urls }) => urls)).toEqual([
    'stun:cf.example',
    'turn:cf.example',
    'stun:a.example:3478',
    'turn:a.example:3478?transport=udp',
    'turn:a.example:3478?transport=tcp',
    'turns:b.example:5349?transport=tcp',
  ])
  expect(minted.map(({ provider }) => provider)).toEqual(['cloudflare', 'coturn'])
})

it('leaves out a server that is down, its STUN too, and says so', async () => {
  const { answer } = await gather(OWN, { board: async () => down('turn:a.example:3478') })
  expect(answer.iceServers.flatMap(({ urls }) => urls)).toEqual(['turns:b.example:5349?transport=tcp'])
  expect(answer.reason).toBe('servers-down')
})

it('signs nothing when all own servers are down', async () => {
  const { answer, minted } = await gather(OWN, {
    board: async () => down('turn:a.example:3478', 'turns:b.example:5349'),
  })
  expect([answer.iceServers, answer.reason, minted]).toEqual([[], 'servers-down', []])
})

it('gives own servers while Cloudflare cannot be had, and says so', async () => {
  const { answer, minted } = await gather({ ...OWN, ...CLOUDFLARE }, { mintCloudflare: async () => null })
  expect(answer.iceServers).toHaveLength(3)
  expect([answer.reason, minted.map(({ provider }) => provider)]).toEqual(['provider-unavailable', ['coturn']])
})

it('asks for no scoreboard where no server is its own', async () => {
  const board = async () => {
    throw new Error('not to be asked')
  }
  expect((await gather(CLOUDFLARE, { board })).answer.reason).toBeNull()
})
